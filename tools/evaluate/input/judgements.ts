import { InputFault } from './input-fault';
import type { TextLine, TextLines } from './text-lines';

const mostJudgements = 10_000_000;
/** 2^g - 1 stays a number that can be added up. */
export const highestGrade = 30;

/** A line of a qrels file. */
export interface Judgement {
  readonly line: number;
  readonly topic: string;
  readonly projectId: string;
  /** From 1 for relevant; 0 for not relevant; below 0 for looked at and not judged. */
  readonly grade: number;
}

/**
 * Judgements as TREC writes them: `topic iteration project grade`, separated by tabs or blanks. The iteration is ignored.
 * @throws InputFault on a line of another form
 */
export async function* readJudgements(file: TextLines): AsyncGenerator<Judgement, void, undefined> {
  for await (const one of file.read(mostJudgements)) yield parseJudgement(file.name, one);
}

function parseJudgement(name: string, { line, text }: TextLine): Judgement {
  const fields = text.trim().split(/[\t ]+/);
  const [topic, , projectId, written] = fields;
  if (fields.length !== 4 || topic === undefined || projectId === undefined || written === undefined)
    throw new InputFault(name, `has ${fields.length} fields, not the four: topic 0 project grade`, { line });
  const grade = /^[+-]?\d{1,6}$/.test(written) ? Number(written) : NaN;
  if (!(grade <= highestGrade))
    throw new InputFault(name, `must be a whole number up to ${highestGrade}`, { line, field: 'grade' });
  return { line, topic, projectId, grade };
}
