import type { RankedTopic } from '../ranking/rank-topics';
import { PooledPairs, type TopicWeights } from './pooled-pairs';
import { measureRanking, type RankedMeasures } from './ranked-measures';
import { interval, weightedMean } from './resamples';

/** Measures in the order in which they are told. */
export const measures = [
  'nDCG@10',
  'nDCG@10, 2^g-1',
  'MAP',
  'MRR',
  'recall@100',
  'P@10',
  'judged@10',
  'Spearman',
  'AUC',
] as const;
export type Measure = (typeof measures)[number];

const fieldOf = {
  'nDCG@10': 'ndcg10',
  'nDCG@10, 2^g-1': 'ndcg10Exponential',
  MAP: 'averagePrecision',
  MRR: 'reciprocalRank',
  'recall@100': 'recall100',
  'P@10': 'precision10',
  'judged@10': 'judged10',
} as const satisfies Partial<Record<Measure, keyof RankedMeasures>>;

/** A figure with the middle 95 % of what samples of the topics gave. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export type Estimates = Partial<Record<Measure, Estimate>>;

/** What the list of one topic measures. Spearman and AUC are of the pairs of all topics together. */
export type TopicFigures = Readonly<Record<keyof typeof fieldOf, number>>;

/** One measure over all topics and over each sample of them; undefined where it can not be told. */
interface Figure {
  readonly value: number | undefined;
  readonly draws: readonly (number | undefined)[];
}

/** All figures of one part; of two that were drawn alike the differences can be told. */
export class MeasuredPart {
  private constructor(
    private readonly figures: ReadonlyMap<Measure, Figure>,
    /** By topic id. */
    readonly topics: ReadonlyMap<string, TopicFigures>,
  ) {}

  /** @param draws samples of the topics, see `drawTopics` */
  static of(topics: readonly RankedTopic[], draws: readonly TopicWeights[]): MeasuredPart {
    const each = new Uint32Array(topics.length).fill(1);
    const figure = (measure: (weights: TopicWeights) => number | undefined): Figure => ({
      value: measure(each),
      draws: draws.map(measure),
    });
    const byTopic = new Map(topics.map((ranked) => [ranked.topic.id, measureTopic(ranked)]));
    const pairs = new PooledPairs(topics.flatMap(pairsOf));
    const figures = new Map<Measure, Figure>();
    for (const [measure, field] of Object.entries(fieldOf) as [keyof typeof fieldOf, keyof RankedMeasures][]) {
      const values = Array.from(byTopic.values(), (measured) => measured[field]);
      figures.set(
        measure,
        figure((weights) => weightedMean(values, weights)),
      );
    }
    figures.set(
      'Spearman',
      figure((weights) => pairs.spearman(weights)),
    );
    figures.set(
      'AUC',
      figure((weights) => pairs.strongAgainstNone(weights)),
    );
    return new MeasuredPart(figures, new Map(Array.from(byTopic, ([id, measured]) => [id, figuresOf(measured)])));
  }

  get estimates(): Estimates {
    return estimatesOf(this.figures);
  }

  /** What this part has more than another, topic by topic. */
  minus(other: MeasuredPart): Estimates {
    return estimatesOf(
      new Map(
        [...this.figures].map(([measure, figure]) => {
          const against = other.figures.get(measure);
          const draws = figure.draws.map((value, at) => difference(value, against?.draws[at]));
          return [measure, { value: difference(figure.value, against?.value), draws }];
        }),
      ),
    );
  }
}

function figuresOf(measured: RankedMeasures): TopicFigures {
  return Object.fromEntries(Object.entries(fieldOf).map(([measure, field]) => [measure, measured[field]])) as Record<
    keyof typeof fieldOf,
    number
  >;
}

function measureTopic({ topic, ranked }: RankedTopic): RankedMeasures {
  const grades = ranked.map(({ projectId }) => topic.grades.get(projectId));
  return measureRanking(grades, [...topic.grades.values()]);
}

function pairsOf({ topic: { grades }, judgedScores }: RankedTopic, topic: number) {
  return [...grades].map(([projectId, grade]) => ({ topic, grade, score: judgedScores.get(projectId) ?? 0 }));
}

function difference(left: number | undefined, right: number | undefined): number | undefined {
  return left === undefined || right === undefined ? undefined : left - right;
}

function estimatesOf(figures: ReadonlyMap<Measure, Figure>): Estimates {
  const told = [...figures].flatMap(([measure, { value, draws }]) => {
    const bounds = interval(draws);
    return value === undefined || bounds === undefined
      ? []
      : [[measure, { value, low: bounds[0], high: bounds[1] }] as const];
  });
  return Object.fromEntries(told);
}
