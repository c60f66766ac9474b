import { mostShards } from '@throughtrain/contracts';
import { projectStatuses, type Project } from '@throughtrain/domain';
import { codeVersion, type PoolProject, type RelevanceExplanation, type ScoreRequest } from '@throughtrain/matching';
import { projectGates } from '@throughtrain/ranking';
import { formatAnalysis, kindOf, parseAnalysis, type Analysis } from '@throughtrain/text';
import { z } from 'zod';

/** What either side is made by: both must be of one version, since the wire is theirs alone and may change with each. */
export const wireVersion = codeVersion;
export const versionHeader = 'x-throughtrain-version';

/** Most demands of one question. */
const mostQueries = 3_000;
/** Most entries of one list, projects and pairs that are asked for. */
const mostListed = 10_000;
const mostNamed = 1_000;
const longestVersion = 200;
/** Characters of the text form of an analysis. */
const longestAnalysis = 2_000_000;
/** Of a vector of 4,096 numbers. */
const longestVector = 5_464;

const kinds: ReadonlySet<string> = new Set(['w', 'b', 's']);
const count = (value: number): boolean => Number.isInteger(value) && value >= 0;

/** Whether terms are of known kinds, in order, once each, and counted by whole numbers: sums over them then have one order. */
function isAnalysis({ terms }: Analysis): boolean {
  return terms.every(
    ([term, counts], at) =>
      kinds.has(kindOf(term)) && counts.every(count) && (at === 0 || term > (terms[at - 1]?.[0] ?? '')),
  );
}

const analysis = z.codec(z.string().max(longestAnalysis), z.custom<Analysis>(), {
  decode: (text, context) => {
    try {
      const parsed = parseAnalysis(text);
      if (isAnalysis(parsed)) return parsed;
    } catch {
      // Told below.
    }
    context.issues.push({ code: 'custom', input: text, message: 'is not an analysis' });
    return z.NEVER;
  },
  encode: formatAnalysis,
});

const vector = z.codec(z.base64().max(longestVector), z.custom<Int8Array>(), {
  decode: (text) => Int8Array.from(Buffer.from(text, 'base64')),
  encode: ({ buffer, byteOffset, byteLength }) => Buffer.from(buffer, byteOffset, byteLength).toString('base64'),
});

const ids = z.codec(z.array(z.uuid()).max(mostListed), z.custom<ReadonlySet<string>>(), {
  decode: (list) => new Set(list),
  encode: (set) => [...set],
});

const version = z.string().min(1).max(longestVersion);
const word = z.string().max(1_000).optional();

const request = z.strictObject({
  libraryPosition: version,
  analyserVersion: version,
  encoderVersion: version.exactOptional(),
  statisticsVersion: version,
  relevanceVersion: version,
  queries: z
    .array(
      z.strictObject({
        analysis,
        vector: vector.optional(),
        mask: z.strictObject({
          enterpriseId: z.uuid(),
          creditCode: word,
          group: word,
          groupCreditCode: word,
          declined: ids,
        }),
      }),
    )
    .max(mostQueries)
    .readonly(),
  brief: analysis.optional(),
  briefVector: vector.optional(),
  today: z.iso.date(),
  onStage: ids,
}) satisfies z.ZodType<ScoreRequest>;

const listLength = z.int().min(0).max(mostListed);
const place = z
  .int()
  .min(0)
  .max(mostQueries - 1);

const scored = z.array(z.strictObject({ projectId: z.uuid(), score: z.number() })).readonly();

/** Parts of a library, each once. */
const shards = z
  .strictObject({ count: z.int().min(1).max(mostShards), numbers: z.array(z.int().min(0)).max(mostShards).readonly() })
  .refine(({ count, numbers }) => numbers.every((number) => number < count), 'a part that there is not')
  .refine(({ numbers }) => new Set(numbers).size === numbers.length, 'a part twice');

/** Without the exclusions of a run: they are as long as the library, and a question does not ask for them. */
const scoredLibrary = z.strictObject({
  /** What was scored. */
  shards,
  projectsScored: z.int().min(0),
  byDemand: z.array(scored).readonly(),
  byBrief: scored,
  bySum: scored,
});

const texts = z.array(z.string());
/** What readers of a project can not do without; the rest is as the other side has read it from the database. */
const project = z.looseObject({
  id: z.uuid(),
  revision: z.int().min(1),
  status: z.enum(projectStatuses),
  title: z.string(),
  summary: z.string(),
  keywords: texts,
  seiCodes: texts,
  hteCodes: texts,
  patents: texts,
  cooperation: texts,
});

const poolProject = z.strictObject({
  project: z.custom<Project>((value) => project.safeParse(value).success),
  gate: z.enum(projectGates).optional(),
  duplicateIds: z.array(z.uuid()).readonly(),
  briefRelevance: z.number().optional(),
  pairs: z.array(z.strictObject({ demand: place, relevance: z.number() })).readonly(),
}) satisfies z.ZodType<PoolProject>;

const explanation = z.strictObject({
  lexical: z.number(),
  cosine: z.number().exactOptional(),
  words: z
    .array(z.strictObject({ word: z.string(), contribution: z.number(), standsFor: z.string().exactOptional() }))
    .readonly(),
  nearWords: z.array(z.strictObject({ asked: z.string(), said: z.string(), cosine: z.number() })).readonly(),
}) satisfies z.ZodType<RelevanceExplanation>;

/** The methods of the port as they go over the wire: each is a POST to the path of its name. */
export const scorerCalls = {
  score: {
    question: z.strictObject({
      request,
      limits: z.strictObject({ perDemand: listLength, byBrief: listLength, bySum: listLength }),
      /** What others have scored already; absent when nobody has. */
      known: shards.exactOptional(),
    }),
    answer: scoredLibrary,
  },
  detail: {
    question: z.strictObject({ request, projectIds: z.array(z.uuid()).max(mostNamed).readonly() }),
    answer: z.array(poolProject).readonly(),
  },
  explain: {
    question: z.strictObject({
      request,
      pairs: z
        .array(z.strictObject({ projectId: z.uuid(), demand: place }))
        .max(mostNamed)
        .readonly(),
      limit: z.int().min(0).max(100),
    }),
    answer: z.array(explanation).readonly(),
  },
} as const;

export type Shards = z.output<typeof shards>;
export type ScorerCall = keyof typeof scorerCalls;
export type Question<Call extends ScorerCall> = z.output<(typeof scorerCalls)[Call]['question']>;
export type Answer<Call extends ScorerCall> = z.output<(typeof scorerCalls)[Call]['answer']>;
