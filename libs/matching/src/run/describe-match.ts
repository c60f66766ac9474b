import type { Project } from '@throughtrain/domain';
import { compareIndicators, matchPair, type CandidatePair, type WeightProfile } from '@throughtrain/ranking';
import { surfaceForms } from '@throughtrain/text';
import type { RelevanceExplanation } from '../ports/library-scorer.port';
import { demandIndicators, projectIndicators, type MatchedDemand } from './make-candidate';
import type { DemandMatch } from './match-result';

/** Words told of one pair. */
export const wordsPerPair = 12;

/** A match as it is explained; below the shown band it is weak, and listed nowhere. */
export type DescribedMatch = Omit<DemandMatch, 'band'> & { readonly band: DemandMatch['band'] | 'weak' };

/** @returns whether it reaches the shown band */
export function isShown(match: DescribedMatch): match is DemandMatch {
  return match.band !== 'weak';
}

/** A pair with all that is known of it. */
export interface ExplainedMatch {
  readonly demand: MatchedDemand;
  readonly inputs: CandidatePair;
  readonly explanation: RelevanceExplanation;
  readonly project: Project | undefined;
}

/** Puts a match of project and demand into words, from the same arithmetic that ranked it. */
export function describeMatch(
  { demand, inputs, explanation, project }: ExplainedMatch,
  profile: WeightProfile,
): DescribedMatch {
  const { lexical, cosine, words, nearWords } = explanation;
  const asked = formsOf(demand);
  const said = project ? formsOfTexts([project.title, ...project.keywords, project.summary]) : asked;
  const { score, terms } = matchPair(inputs, profile, true);
  return {
    demandId: demand.id,
    demandTitle: demand.content.title,
    enterpriseId: demand.enterpriseId,
    enterpriseName: demand.enterpriseName,
    relevance: inputs.relevance,
    band: bandOf(inputs.relevance, profile),
    match: score,
    terms,
    lexical,
    ...(cosine !== undefined && { cosine }),
    words: words.map(({ word, contribution, standsFor }) =>
      standsFor === undefined
        ? { word: asked(word), contribution }
        : { word: said(word), contribution, standsFor: asked(standsFor) },
    ),
    indicators: project ? compared(demand, project) : [],
    nearWords: nearWords.map((one) => ({ ...one, asked: asked(one.asked), said: said(one.said) })),
  };
}

function bandOf(relevance: number, { values }: WeightProfile): DescribedMatch['band'] {
  if (relevance >= values['band.close']) return 'close';
  if (relevance >= values['band.related']) return 'related';
  return relevance >= values['band.shown'] ? 'shown' : 'weak';
}

function compared(demand: MatchedDemand, project: Project): DemandMatch['indicators'] {
  const comparisons = compareIndicators(demandIndicators(demand.content), projectIndicators(project));
  return comparisons.map(({ wanted, offered, outcome }) => ({
    quantity: wanted.quantity,
    wanted: wanted.words,
    ...(offered && { offered: offered.words }),
    outcome,
  }));
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
