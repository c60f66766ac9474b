import { channelLabels, completenessLevels, projectStatuses } from '@throughtrain/domain';
import { z } from 'zod';
import { coded } from '../records/fields';
import { libraryPageExample, projectCountsExample } from './answer-examples';
import { pageLimit, pageOf } from './page.schema';
import { projectDigestFields, projectSchema } from './project.schema';
import { characters } from './text';

/** Most values of one filter. */
const mostValues = 20;
/** Most items of a page of the library, each with its summary. */
const largestLibraryPage = 100;

/** A filter, once or several times in the query: one of its values is enough. */
const anyOf = <Item extends z.ZodType>(item: Item) =>
  z
    .preprocess(
      (value) => (value === undefined || Array.isArray(value) ? value : [value]),
      z.array(item).min(1).max(mostValues),
    )
    .exactOptional();

const words = characters(100, 0)
  .exactOptional()
  .describe(
    'Words, all of which are wanted: Chinese ones anywhere, others at the beginning of a word; "in quotes" as they stand. Or the identifier of an own project, or its beginning',
  );

const trlRange = z
  .string()
  .regex(/^(?:[1-9]|1[0-3])(?:-(?:[1-9]|1[0-3]))?$/, 'must be a level from 1 to 13 or a range such as 5-8')
  .transform((text) => {
    const [from = 0, to = from] = text.split('-').map(Number);
    return { from, to };
  })
  .refine(({ from, to }) => from <= to, 'begins above its end');

const cursor = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,1000}$/, 'is not a cursor')
  .exactOptional()
  .describe('nextCursor of the page before, for the same words, filters and order; absent for the first page');

const projectFilters = {
  q: words,
  domain: anyOf(characters(50)).describe('Code, name or phrase of an industry domain: SEI 2018'),
  subDomain: anyOf(characters(50)).describe('Code or name of HTE 2016, level 3'),
  channel: anyOf(coded(channelLabels)),
  region: anyOf(characters(30)).describe('Code or name of a province or prefecture: GB/T 2260'),
  trl: anyOf(trlRange).describe('Readiness level or range, such as 5-8'),
  institution: anyOf(characters(100)).describe('Id of an institution, or a part of its name'),
  level: anyOf(z.enum(completenessLevels)).describe('How complete the record is'),
};
const ownFilters = {
  ...projectFilters,
  status: anyOf(z.enum([...projectStatuses, 'expired'])).describe('expired: active, with its last day past'),
};
const sort = z
  .enum(['relevance', 'newest', 'title'])
  .exactOptional()
  .describe(
    'relevance: the title before all other fields; the default with words. newest: by entry into the library, the default without',
  );

export const projectListQuerySchema = z.strictObject({ ...ownFilters, sort, cursor, limit: pageLimit });
export const projectCountsQuerySchema = z.strictObject(ownFilters);
export const libraryQuerySchema = z.strictObject({
  ...projectFilters,
  sort,
  cursor,
  limit: pageLimit.pipe(z.number().max(largestLibraryPage, `must be at most ${largestLibraryPage}`)),
});
export const libraryCountsQuerySchema = z.strictObject(projectFilters);

/** Where words stand. Offsets are of UTF-16 code units, as JavaScript and Java count them. */
const hitPlaces = {
  hits: z
    .array(
      z.object({
        field: z.enum(['title', 'keywords', 'institution', 'summary']),
        keyword: z.int().min(0).optional().describe('Which of the keywords, from 0'),
        start: z.int().min(0),
        end: z.int().min(1),
      }),
    )
    .readonly()
    .describe('Where the words of q stand in the texts as they are here, in UTF-16 code units, end exclusive'),
  snippet: z
    .array(z.object({ text: z.string(), hit: z.boolean() }))
    .readonly()
    .describe(
      'Some 80 characters of the summary around the first hit, or its beginning; the parts read one after the other',
    ),
};

export const projectPageSchema = pageOf(projectSchema.extend(hitPlaces));

export const libraryPageSchema = pageOf(
  z.object({
    id: z.uuid(),
    ...projectDigestFields,
    summary: z.string(),
    channel: z.string(),
    keywords: z.array(z.string()).readonly(),
    seiCodes: z.array(z.string()).readonly(),
    hteCodes: z.array(z.string()).readonly(),
    regionCode: z.string().optional(),
    priceWan: z.object({ min: z.number(), max: z.number() }).optional(),
    isOwn: z.boolean().describe('Submitted by the organisation that asks; who else submitted it is not told'),
    ...hitPlaces,
  }),
).meta({ example: libraryPageExample });

const facet = z
  .array(z.object({ value: z.string(), name: z.string().optional(), projects: z.int().min(1) }))
  .readonly();

export const projectCountsSchema = z
  .object({
    total: z.int().min(0).describe('Projects that meet all filters'),
    facets: z
      .object({
        domain: facet.describe('A domain of level 1 holds those of level 2 below it'),
        subDomain: facet,
        channel: facet,
        region: facet.describe('A province holds its prefectures'),
        trl: facet,
        institution: facet,
        status: facet,
        level: facet,
      })
      .describe(
        'By value how many there would be with it alone in place of the filter of this name; the 100 most frequent',
      ),
  })
  .meta({ example: projectCountsExample });

/** What a host sees of its own list is filtered by these. */
export const enterpriseFilters = {
  q: words,
  region: anyOf(characters(30)).describe('Code or name of a province or prefecture: GB/T 2260'),
  industry: anyOf(characters(10)).describe('GB/T 4754-2017: a letter, or a letter with two digits'),
  kind: anyOf(z.enum(['enterprise', 'park', 'investor', 'listed-company'])),
  listed: z.stringbool().exactOptional().describe('Whether its shares are traded, on whatever board'),
};
export const demandFilters = {
  q: words,
  domain: projectFilters.domain,
  subDomain: projectFilters.subDomain,
  enterprise: anyOf(characters(64)).describe('externalId of an enterprise'),
};
