import { BestDocuments } from '../ranking/best-documents';
import published from './fixtures/published.json';
import { measureRanking, type RankedMeasures } from './ranked-measures';

type ByTopic<Value> = Readonly<Record<string, Readonly<Record<string, Value>>>>;

function rank(scores: Readonly<Record<string, number>>) {
  const best = new BestDocuments(1000);
  for (const [projectId, score] of Object.entries(scores)) best.offer(projectId, score);
  return best.list();
}

describe.each(published)('what was published of $set', ({ qrels, run, expected }) => {
  const cases = Object.entries(expected as ByTopic<number>).flatMap(([topic, figures]) =>
    Object.entries(figures).map(([measure, figure]) => [topic, measure, figure] as const),
  );

  it.each(cases)('topic %s, %s: %d', (topic, measure, figure) => {
    const grades = new Map(
      Object.entries((qrels as unknown as ByTopic<number>)[topic]!).filter(([, grade]) => grade >= 0),
    );
    const ranked = rank((run as unknown as ByTopic<number>)[topic]!).map(({ projectId }) => grades.get(projectId));
    const measured = measureRanking(ranked, [...grades.values()]);
    expect(measured[measure as keyof RankedMeasures].toFixed(4)).toBe(figure.toFixed(4));
  });
});
