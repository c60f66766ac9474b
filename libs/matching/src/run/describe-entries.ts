import type { Project } from '@throughtrain/domain';
import { matchPair, reasonsOf, type Candidate, type ShortlistEntry, type WeightProfile } from '@throughtrain/ranking';
import { surfaceForms } from '@throughtrain/text';
import type {
  LibraryScorer,
  PoolProject,
  RelevanceExplanation,
  ScoreProgress,
  ScoreRequest,
} from '../ports/library-scorer.port';
import type { MatchedDemand } from './make-candidate';
import type { DemandMatch, EntryResult } from './match-result';
import { readableWords } from './readable-words';

/** Words told of one pair. */
const wordsPerPair = 12;
/** Words of the sentence that gives the best match as a reason. */
const wordsInReason = 4;

interface DescriptionContext {
  readonly demands: readonly MatchedDemand[];
  readonly request: ScoreRequest;
  readonly pool: readonly PoolProject[];
  readonly profile: WeightProfile;
}

/** Puts into words why each entry stands where it does, from the same arithmetic that chose it. */
export async function describeEntries(
  entries: readonly ShortlistEntry[],
  context: DescriptionContext,
  scorer: LibraryScorer,
  progress: ScoreProgress,
): Promise<EntryResult[]> {
  const shown = context.profile.values['band.shown'];
  const told = entries.flatMap(({ projectId, pairs }) =>
    // The best match explains the score even where its relevance is below the shown band.
    pairs
      .filter(({ relevance }, place) => place === 0 || relevance >= shown)
      .map(({ demand }) => ({ projectId, demand })),
  );
  const explained = await scorer.explain(context.request, told, wordsPerPair, progress);
  const explanations = new Map(told.map(({ projectId, demand }, at) => [`${projectId} ${demand}`, explained[at]]));
  const projects = new Map(context.pool.map(({ project }) => [project.id, project]));
  const duplicates = new Map(context.pool.map(({ project, duplicateIds }) => [project.id, duplicateIds]));
  return entries.map((entry, index) => {
    const described = entry.pairs
      .filter(({ relevance }, place) => place === 0 || relevance >= shown)
      .map((pair) => {
        const explanation = explanations.get(`${entry.projectId} ${pair.demand}`);
        if (explanation === undefined) throw new RangeError(`no explanation of ${entry.projectId} ${pair.demand}`);
        return describeMatch(entry, pair, { explanation, project: projects.get(entry.projectId) }, context);
      });
    const matches = described.filter(isShown);
    return {
      rank: index + 1,
      projectId: entry.projectId,
      revision: entry.candidate.revision,
      score: entry.score,
      terms: entry.terms,
      matches,
      reasons: reasonsOf(entry.terms, factsOf(described, entry.candidate, context.profile)),
      withoutCode: entry.withoutCode,
      duplicateIds: duplicates.get(entry.projectId) ?? [],
    };
  });
}

/** A match as it is explained; below the shown band it is weak, and listed nowhere. */
type DescribedMatch = Omit<DemandMatch, 'band'> & { readonly band: DemandMatch['band'] | 'weak' };

function isShown(match: DescribedMatch): match is DemandMatch {
  return match.band !== 'weak';
}

function bandOf(relevance: number, { values }: WeightProfile): DescribedMatch['band'] {
  if (relevance >= values['band.close']) return 'close';
  if (relevance >= values['band.related']) return 'related';
  return relevance >= values['band.shown'] ? 'shown' : 'weak';
}

function describeMatch(
  { candidate }: ShortlistEntry,
  pair: ShortlistEntry['pairs'][number],
  { explanation, project }: { readonly explanation: RelevanceExplanation; readonly project: Project | undefined },
  { demands, profile }: DescriptionContext,
): DescribedMatch {
  const demand = demands[pair.demand];
  const inputs = candidate.pairs.find((stored) => stored.demand === pair.demand);
  if (demand === undefined || inputs === undefined) throw new RangeError(`no demand at ${pair.demand}`);
  const { lexical, cosine, words, nearWords } = explanation;
  const asked = formsOf(demand);
  const said = project ? formsOfTexts([project.title, ...project.keywords, project.summary]) : asked;
  return {
    demandId: demand.id,
    demandTitle: demand.content.title,
    enterpriseId: demand.enterpriseId,
    enterpriseName: demand.enterpriseName,
    relevance: pair.relevance,
    band: bandOf(pair.relevance, profile),
    match: pair.score,
    terms: matchPair(inputs, profile).terms,
    lexical,
    ...(cosine !== undefined && { cosine }),
    words: words.map(({ word, contribution, standsFor }) =>
      standsFor === undefined
        ? { word: asked(word), contribution }
        : { word: said(word), contribution, standsFor: asked(standsFor) },
    ),
    nearWords: nearWords.map((one) => ({ ...one, asked: asked(one.asked), said: said(one.said) })),
  };
}

/** Writes a stem as the demand does: electrolyt as Electrolyte, soc as SOC. Chinese words stay as they are. */
function formsOf({ content }: MatchedDemand): (word: string) => string {
  const { title, keywords, description, indicators } = content;
  return formsOfTexts([title, ...keywords, description, ...indicators]);
}

function formsOfTexts(texts: readonly string[]): (word: string) => string {
  const forms = surfaceForms(texts.join('；'));
  return (word) => forms.get(`s${word}`) ?? word;
}

/** @param described the best match first, then the others that are shown */
function factsOf(
  described: readonly DescribedMatch[],
  { briefRelevance, quality }: Pick<Candidate, 'briefRelevance' | 'quality'>,
  { values }: WeightProfile,
): Parameters<typeof reasonsOf>[1] {
  const [best] = described;
  const related = described.filter(({ relevance }) => relevance >= values['band.related']);
  return {
    best: best && {
      demandTitle: best.demandTitle,
      band: best.band,
      words: readableWords(
        best.words.map(({ word, standsFor }) => (standsFor === undefined ? word : `${standsFor}↔${word}`)),
      ).slice(0, wordsInReason),
    },
    fitsBrief: (briefRelevance ?? 0) >= values['band.related'],
    experts: quality.experts?.raters,
    enterprises: new Set(related.map(({ enterpriseId }) => enterpriseId)).size,
  };
}
