import { parseRecord } from '@throughtrain/ingestion';
import {
  compareProjects,
  connect,
  meetingKeys,
  traitsOf,
  type DuplicateClass,
  type ProjectTraits,
  type ToldProject,
} from '@throughtrain/domain';

/** How well pairs were found. */
export interface Quality {
  readonly found: number;
  readonly right: number;
  readonly true: number;
  /** Share of the found pairs that are true; 1 when none was found. */
  readonly precision: number;
  /** Share of the true pairs that were found. */
  readonly recall: number;
  readonly wrongPairs: readonly string[];
  readonly missedPairs: readonly string[];
}

export interface DuplicateMeasures {
  readonly projects: number;
  /** Pairs that met under some key and were compared. */
  readonly compared: number;
  /** Pairs in one group by themselves: numbers, declared groups, words. */
  readonly certain: Quality;
  /** Pairs in one group, and pairs suggested. */
  readonly certainOrSuggested: Quality;
  /** The same pairs found by words and figures alone, all numbers and declared groups withheld. */
  readonly withoutNumbers: Quality;
}

/** A record whose duplicates are known. */
export type SampleRecord = ToldProject & { readonly externalId: string };

interface Told {
  readonly externalId: string;
  readonly traits: ProjectTraits;
}

/**
 * Measures the rule on records whose duplicates are known.
 * @param lines records as lines of a project import; what the import would refuse is left out
 * @param groups true groups, by external id, a line each with tabs between; pairs with a record that is left out do not count
 */
export function measureDuplicates(lines: readonly string[], groups: readonly string[]): DuplicateMeasures {
  const records = readRecords(lines);
  const told = records.map(({ externalId, ...project }) => ({ externalId, traits: traitsOf(project) }));
  const bare = records.map(({ externalId, ...project }) => ({ externalId, traits: traitsOf(withoutNumbers(project)) }));
  const truth = truePairs(records, groups);
  const pairs = compareAll(told);
  const joined = joinedPairs(told, pairs);
  return {
    projects: told.length,
    compared: pairs.length,
    certain: qualityOf(joined, truth),
    certainOrSuggested: qualityOf(new Set([...joined, ...ofClasses(pairs, ['certain', 'likely'])]), truth),
    withoutNumbers: qualityOf(ofClasses(compareAll(bare), ['certain', 'likely']), truth),
  };
}

interface Compared {
  readonly key: string;
  readonly ids: readonly [string, string];
  readonly class: DuplicateClass;
  readonly isByWords: boolean;
}

/** Compares what meets as the service does, but for the cap on keys that very many share. */
function compareAll(told: readonly Told[]): readonly Compared[] {
  const filed = new Map<number, { readonly at: number; readonly alone: boolean }[]>();
  told.forEach(({ traits }, at) => {
    for (const { hash, alone } of meetingKeys(traits)) filed.set(hash, [...(filed.get(hash) ?? []), { at, alone }]);
  });
  const met = new Map<string, { readonly a: number; readonly b: number; points: number }>();
  for (const [, places] of filed) {
    places.forEach(({ at: a, alone }, index) => {
      for (const { at: b } of places.slice(index + 1)) {
        const pair = met.get(`${a} ${b}`) ?? { a, b, points: 0 };
        pair.points += alone ? 2 : 1;
        met.set(`${a} ${b}`, pair);
      }
    });
  }
  return [...met.values()].flatMap(({ a, b, points }) => {
    const [one, other] = [told[a], told[b]];
    if (points < 2 || one === undefined || other === undefined) return [];
    const evidence = compareProjects(one.traits, other.traits);
    const ids = [one.externalId, other.externalId] as const;
    return [{ key: keyOf(...ids), ids, class: evidence.class, isByWords: evidence.certainBy === 'words' }];
  });
}

function joinedPairs(told: readonly Told[], pairs: readonly Compared[]): ReadonlySet<string> {
  const projects = told.map(({ externalId, traits: { patents, registration, declaredGroup } }) => ({
    id: externalId,
    numbers: registration === undefined ? patents : [...patents, registration],
    declaredGroup,
  }));
  const merges = pairs
    .filter(({ isByWords }) => isByWords)
    .map(({ ids }, order) => ({ projectIds: ids, verdict: 'merge', byHand: false, order }) as const);
  return new Set(connect(projects, merges).flatMap(pairsWithin));
}

function ofClasses(pairs: readonly Compared[], classes: readonly DuplicateClass[]): ReadonlySet<string> {
  return new Set(pairs.filter((pair) => classes.includes(pair.class)).map(({ key }) => key));
}

/** @returns pairs of one group, by {@link keyOf} */
export function truePairs(records: readonly SampleRecord[], groups: readonly string[]): ReadonlySet<string> {
  const known = new Set(records.map(({ externalId }) => externalId));
  return new Set(groups.flatMap((line) => pairsWithin(line.split('\t').filter((id) => known.has(id)))));
}

export function qualityOf(found: ReadonlySet<string>, truth: ReadonlySet<string>): Quality {
  const right = [...found].filter((pair) => truth.has(pair));
  return {
    found: found.size,
    right: right.length,
    true: truth.size,
    precision: found.size === 0 ? 1 : right.length / found.size,
    recall: truth.size === 0 ? 1 : right.length / truth.size,
    wrongPairs: [...found].filter((pair) => !truth.has(pair)).sort(),
    missedPairs: [...truth].filter((pair) => !found.has(pair)).sort(),
  };
}

export const keyOf = (a: string, b: string): string => [a, b].sort().join(' ');
const pairsWithin = (ids: readonly string[]): string[] =>
  ids.flatMap((a, index) => ids.slice(index + 1).map((b) => keyOf(a, b)));

/** @returns the records that an import would take */
export function readRecords(lines: readonly string[]): readonly SampleRecord[] {
  return lines.flatMap(toProject);
}

function toProject(line: string): SampleRecord[] {
  try {
    const parsed = parseRecord('projects', JSON.parse(line), []);
    return 'record' in parsed && 'channel' in parsed.record ? [parsed.record] : [];
  } catch {
    return [];
  }
}

export function withoutNumbers({
  registrationNumber: _registration,
  programmeNumbers: _programmes,
  duplicateGroup: _group,
  ...said
}: ToldProject): ToldProject {
  return { ...said, patents: [] };
}
