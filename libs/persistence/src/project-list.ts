import type { ListPart, ProjectFacet, ProjectFilter, ProjectOrder } from '@throughtrain/ingestion';
import type { Scope } from '@throughtrain/domain';
import type { SearchTerm } from '@throughtrain/text';

/** Parameters of a statement, numbered as they are added. */
export class Parameters {
  readonly values: unknown[] = [];

  /** @returns the parameter as the statement names it */
  add(value: unknown): string {
    this.values.push(value);
    return `$${this.values.length}`;
  }
}

/** Over the columns of `project_current c` and `project_words w`. */
type Condition = string;

/** What a hit counts by the line of `words`: title, then keywords. In the other fields it has found the project, and counts no more. */
const weightOfLine: readonly (readonly [line: number, weight: number])[] = [
  [1, 2],
  [2, 1],
];

const listedStatus = (today: string): string =>
  `case when c.status = 'active' and c.valid_until < ${today}::date then 'expired' else c.status end`;

/** Rows that the filter can show at all: the caller's own, or the open part of the library, and with all of its terms in them or its identifier. */
export function baseCondition(scope: Scope, filter: ProjectFilter, to: Parameters): Condition {
  const { view, today, terms } = filter;
  const visible =
    view === 'own'
      ? `c.submitted_by = ${to.add(scope.organisationId)}`
      : `c.status = 'active' and c.level <> 'storable' and (c.valid_until is null or c.valid_until >= ${to.add(today)}::date)`;
  if (terms.length === 0) return visible;
  const holdsAll = terms.map((term) => `(${holds('w.words', term, to)})`).join(' and ');
  return `(${visible}) and ((${holdsAll}) or (${isIdentified(scope, filter, to)}))`;
}

/** Fewer characters are no beginning of an identifier. */
const shortestBeginning = 3;

/** Nobody learns by which identifiers others know their projects. */
function isIdentified(scope: Scope, filter: ProjectFilter, to: Parameters, wanted?: 'whole'): Condition {
  const { view, externalKey } = filter;
  if (externalKey === undefined) return 'false';
  const isWhole = wanted === 'whole' || Array.from(externalKey).length < shortestBeginning;
  const key = to.add(externalKey);
  const fits = isWhole ? `c.external_key = ${key}` : `starts_with(c.external_key, ${key})`;
  return view === 'own' ? fits : `${fits} and c.submitted_by = ${to.add(scope.organisationId)}`;
}

/** The condition of each filter that is set. */
export function filterConditions(filter: ProjectFilter, to: Parameters): ReadonlyMap<ProjectFacet, Condition> {
  const { domain, subDomain, channel, region, trl, institution, status, level, today } = filter;
  const conditions = new Map<ProjectFacet, Condition>();
  if (domain) conditions.set('domain', `c.domains && ${to.add(domain)}::text[]`);
  if (subDomain) conditions.set('subDomain', `c.sub_domains && ${to.add(subDomain)}::text[]`);
  if (channel) conditions.set('channel', `c.channel = any (${to.add(channel)}::text[])`);
  if (region) conditions.set('region', `c.regions && ${to.add(region)}::text[]`);
  if (trl) conditions.set('trl', `c.trl = any (${to.add(trl)}::integer[])`);
  if (institution) {
    const ids = `c.institution_id = any (${to.add(institution.ids)}::uuid[])`;
    const names = `exists (select from unnest(${to.add(institution.names)}::text[]) part where position(part in c.institution) > 0)`;
    conditions.set('institution', `${ids} or ${names}`);
  }
  if (status) conditions.set('status', `${listedStatus(to.add(today))} = any (${to.add(status)}::text[])`);
  if (level) conditions.set('level', `c.level = any (${to.add(level)}::text[])`);
  return conditions;
}

/** Where the rows of a filter come from. Lists without words read none. */
export const listedRows = ({ terms }: ProjectFilter): string =>
  terms.length > 0 ? 'project_current c left join project_words w using (project_id)' : 'project_current c';

/** How a list is ordered: the columns of `hit` that it is ordered by, and its places as text. */
const orders: Readonly<
  Record<ProjectOrder, { columns: readonly string[]; types: readonly string[]; direction: 'asc' | 'desc' }>
> = {
  relevance: { columns: ['score', 'entered', 'project_id'], types: ['integer', 'bigint', 'uuid'], direction: 'desc' },
  newest: { columns: ['entered', 'project_id'], types: ['bigint', 'uuid'], direction: 'desc' },
  title: { columns: ['title_key', 'project_id'], types: ['text', 'uuid'], direction: 'asc' },
};

/**
 * The rows of one page, as `page` with its `place`: the part of a statement that finds and orders, without a word of what the projects say.
 */
export function pageSql(
  scope: Scope,
  filter: ProjectFilter,
  { order, after, limit }: ListPart,
  to: Parameters,
): string {
  const { columns, types, direction } = orders[order];
  const conditions = [baseCondition(scope, filter, to), ...filterConditions(filter, to).values()];
  const score = order === 'relevance' ? scoreOf(scope, filter, to) : '0';
  const onwards = after
    ? `(${columns.join(', ')}) ${direction === 'desc' ? '<' : '>'} (${after.map((key, index) => `${to.add(key)}::${types[index]}`).join(', ')})`
    : 'true';
  const ordered = columns.map((column) => `${column} ${direction}`).join(', ');
  return `
    select page.*, row_number() over (order by ${ordered}) as position,
           array[${columns.map((column) => `${column}::text`).join(', ')}] as place
      from (select * from (
              select c.project_id, c.revision, c.status, c.submitted_by, c.channel, c.title_key,
                     (extract(epoch from c.entered_at) * 1000000)::bigint as entered, ${score} as score
                from ${listedRows(filter)}
               where ${conditions.map((one) => `(${one})`).join(' and ')}
            ) hit
             where ${onwards}
             order by ${ordered}
             limit ${to.add(limit)}) page`;
}

/** What a whole identifier counts: more than any words. */
const weightOfIdentifier = 1_000;

/** For each term the weights of the fields that hold it, summed: a term in the title outweighs one among the keywords. */
function scoreOf(scope: Scope, filter: ProjectFilter, to: Parameters): string {
  const hits = filter.terms.flatMap((term) =>
    weightOfLine.map(
      ([line, weight]) =>
        `case when ${holds(`split_part(w.words, e'\\n', ${line})`, term, to)} then ${weight} else 0 end`,
    ),
  );
  const named = `case when ${isIdentified(scope, filter, to, 'whole')} then ${weightOfIdentifier} else 0 end`;
  return [named, ...hits].join(' + ');
}

/** The text is looked for first: that is cheap, and a pattern is not. */
function holds(text: string, term: SearchTerm, to: Parameters): Condition {
  const plain = `position(${to.add(term.text)} in ${text}) > 0`;
  return term.pattern === undefined ? plain : `${plain} and ${text} ~ ${to.add(term.pattern)}`;
}

/** Values of each facet for a row `c`, as a set of `value`. */
const facetValues = (today: string): Readonly<Record<ProjectFacet, string>> => ({
  domain: 'unnest(c.domains)',
  subDomain: 'unnest(c.sub_domains)',
  channel: 'c.channel',
  region: 'unnest(c.regions)',
  trl: 'c.trl::text',
  institution: 'c.institution_id::text',
  status: listedStatus(today),
  level: 'c.level',
});

/** Values of one facet that are counted: the most frequent ones. */
const mostValues = 100;

/**
 * Counts of a list in one pass over it: each row carries, bit by bit, which filters it fails, so that every facet can leave out its own.
 * Rows are (facet, value, projects), those of a facet by falling count; `total` comes with an empty value.
 */
export function countSql(scope: Scope, filter: ProjectFilter, to: Parameters): string {
  const base = baseCondition(scope, filter, to);
  const conditions = [...filterConditions(filter, to)];
  const bitOf = new Map(conditions.map(([facet], index) => [facet, 1 << index]));
  const failed = conditions.map(([facet, condition]) => `case when ${condition} then 0 else ${bitOf.get(facet)} end`);
  const facets = Object.entries(facetValues(to.add(filter.today))).map(
    ([facet, values]) => `
      (select '${facet}' as facet, value, count(*)::integer as projects
         from listed c, lateral (select ${values} as value) v
        where failed & ~${bitOf.get(facet as ProjectFacet) ?? 0} = 0 and value is not null
        group by value order by projects desc, value limit ${mostValues})`,
  );
  return `
    with listed as materialized (
      select c.status, c.level, c.channel, c.domains, c.sub_domains, c.regions, c.trl, c.institution_id, c.valid_until,
             ${failed.length === 0 ? '0' : failed.join(' + ')} as failed
        from ${listedRows(filter)}
       where ${base}
    )
    select 'total' as facet, '' as value, count(*)::integer as projects from listed where failed = 0
    union all ${facets.join('\n    union all ')}`;
}
