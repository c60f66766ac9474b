import { InputFault } from './input-fault';
import type { Judgement } from './judgements';
import type { DemandText } from './records';

export const units = ['demand', 'enterprise'] as const;
export type Unit = (typeof units)[number];

/** What is ranked for, with what was judged. */
export interface Topic {
  readonly id: string;
  /** Places of its demands in the list of demands: one, or all of an enterprise. */
  readonly demands: readonly number[];
  /** Grades from 0 by project id; what was looked at and not judged is not in it. */
  readonly grades: ReadonlyMap<string, number>;
}

/**
 * Joins judgements to demands, or to enterprises whose demands count together.
 * @returns topics with at least one judgement, in the order in which they are first judged
 * @throws InputFault when a judgement names nothing that is known, or one pair twice
 */
export async function joinTopics(
  demands: readonly DemandText[],
  judgements: AsyncIterable<Judgement>,
  known: { readonly projectIds: ReadonlySet<string>; readonly unit: Unit; readonly file: string },
): Promise<Topic[]> {
  const demandsOf = demandsByTopic(demands, known.unit);
  const topics = new Map<string, { readonly lines: Map<string, number>; readonly grades: Map<string, number> }>();
  for await (const { line, topic: id, projectId, grade } of judgements) {
    const fault = (field: string, reason: string): InputFault => new InputFault(known.file, reason, { line, field });
    if (!demandsOf.has(id)) throw fault('topic', `"${id}" is no ${known.unit} of demands.ndjson`);
    if (!known.projectIds.has(projectId)) throw fault('project', `"${projectId}" is not in projects.ndjson`);
    const topic = topics.get(id) ?? { lines: new Map<string, number>(), grades: new Map<string, number>() };
    topics.set(id, topic);
    const before = topic.lines.get(projectId);
    if (before !== undefined) throw fault('project', `"${projectId}" was judged for "${id}" in line ${before} too`);
    topic.lines.set(projectId, line);
    if (grade >= 0) topic.grades.set(projectId, grade);
  }
  return [...topics].map(([id, { grades }]) => ({ id, grades, demands: demandsOf.get(id) ?? [] }));
}

function demandsByTopic(demands: readonly DemandText[], unit: Unit): ReadonlyMap<string, readonly number[]> {
  const byTopic = new Map<string, number[]>();
  demands.forEach(({ id, enterpriseId }, place) => {
    const topic = unit === 'demand' ? id : enterpriseId;
    if (topic === undefined) return;
    const places = byTopic.get(topic);
    if (places === undefined) byTopic.set(topic, [place]);
    else places.push(place);
  });
  return byTopic;
}
