import type { BandName } from './bands/judged-bands';
import type { PickTermName } from './pick/choose-picks';
import type { RoadshowFeatureName } from './features/roadshow/roadshow-features';
import type { ScoreTerm } from './features/feature';

/** One reason for a place, strongest first in a list of them. */
export interface Reason {
  readonly feature: string;
  /** What it adds to the score. */
  readonly contribution: number;
  readonly zh: string;
  readonly en: string;
}

/** Facts that make a reason readable. */
export interface ReasonFacts {
  readonly best?:
    | {
        readonly demandTitle: string;
        /** Band of its relevance; below the shown band it is called `weak`. */
        readonly band: BandName | 'weak';
        readonly words: readonly string[];
      }
    | undefined;
  /** Enterprises with a related demand. */
  readonly enterprises?: number | undefined;
  /** Whether the relevance to the brief reaches the related band; below it the brief is no reason. */
  readonly fitsBrief?: boolean | undefined;
  /** The demand that a pick answers best, and whose it is. */
  readonly pickedFor?: { readonly demandTitle: string; readonly enterpriseName: string } | undefined;
  /** Experts whose scores are in the quality; absent when none has scored. */
  readonly experts?: number | undefined;
  /** Answers received and how many of them were level 2 and above. */
  readonly answers?: { readonly count: number; readonly interested: number } | undefined;
}

type Named = RoadshowFeatureName | PickTermName;
type Wording = { readonly zh: string; readonly en: string };

/**
 * Reasons that speak for the project, strongest first. Left out is what says nothing of it: an unknown value, the prior of interest, the domain
 * that all of a shortlist share, a brief or a confirmation that is far off, and answers among which nobody wants to know more.
 */
export function reasonsOf(terms: readonly ScoreTerm<Named>[], facts: ReasonFacts): Reason[] {
  return terms
    .flatMap((term) => {
      const wording = term.known && term.value > 0 ? wordingOf(term, facts) : undefined;
      return wording === undefined
        ? []
        : [{ feature: term.feature, contribution: term.value * term.weight, ...wording }];
    })
    .sort((a, b) => b.contribution - a.contribution || (a.feature < b.feature ? -1 : 1));
}

function wordingOf({ feature, value }: ScoreTerm<Named>, facts: ReasonFacts): Wording | undefined {
  const figure = value.toFixed(2);
  switch (feature) {
    case 'best':
      return facts.best && bestWording(facts.best, figure);
    case 'pull':
      return facts.enterprises
        ? {
            zh: `本场${facts.enterprises}家企业有相关需求`,
            en: `${facts.enterprises} enterprise(s) of the roadshow have a related demand`,
          }
        : undefined;
    case 'brief':
      return facts.fitsBrief
        ? { zh: `与承办单位的需求描述相关（相关度${figure}）`, en: `is related to the host’s brief (${figure})` }
        : undefined;
    case 'quality':
      return facts.experts
        ? {
            zh: `成果质量${figure}（${facts.experts}位专家评价）`,
            en: `quality ${figure} (judged by ${facts.experts} expert(s))`,
          }
        : {
            zh: `成果质量${figure}（按规则评定，未经专家评价）`,
            en: `quality ${figure} (by rule, not yet judged by experts)`,
          };
    case 'freshness':
      return value === 1 ? { zh: '项目信息近期经提供方确认', en: 'recently confirmed by its owner' } : undefined;
    case 'match':
      return matchWording(facts.pickedFor, figure);
    case 'intent':
      return facts.answers && facts.answers.interested > 0 ? intentWording(facts.answers) : undefined;
    case 'domain':
    case 'interest':
      return undefined;
  }
}

function bestWording({ demandTitle, band, words }: NonNullable<ReasonFacts['best']>, figure: string): Wording {
  const title = `“${demandTitle}”`;
  const weak = { zh: `与需求${title}有一定关联`, en: `has something to do with the demand ${title}` };
  const link = {
    close: { zh: `与需求${title}高度相关`, en: `is closely related to the demand ${title}` },
    related: { zh: `与需求${title}相关`, en: `is related to the demand ${title}` },
    shown: weak,
    weak,
  }[band];
  const shared =
    words.length > 0
      ? { zh: `共同关键词：${words.join('、')}；`, en: `shared words: ${words.join(', ')}; ` }
      : { zh: '', en: '' };
  return { zh: `${link.zh}（${shared.zh}匹配度${figure}）`, en: `${link.en} (${shared.en}match ${figure})` };
}

function matchWording(pickedFor: ReasonFacts['pickedFor'], figure: string): Wording {
  if (pickedFor === undefined) return { zh: `与本场需求的匹配度${figure}`, en: `matches the roadshow ${figure}` };
  const { demandTitle, enterpriseName } = pickedFor;
  return {
    zh: `与本场需求的匹配度${figure}，最匹配${enterpriseName}的需求“${demandTitle}”`,
    en: `matches the roadshow ${figure}, best the demand “${demandTitle}” of ${enterpriseName}`,
  };
}

function intentWording({ count, interested }: NonNullable<ReasonFacts['answers']>): Wording {
  return {
    zh: `收到${count}家企业答复，其中${interested}家希望进一步了解或对接`,
    en: `${count} enterprise(s) answered, ${interested} of them want to know more or to meet`,
  };
}
