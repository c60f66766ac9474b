import { z } from 'zod';
import { InputFault } from './input-fault';
import type { TextLine, TextLines } from './text-lines';

const mostProjects = 1_000_000;
const mostDemands = 100_000;
const longestId = 200;

// Run files separate their fields by blanks.
const id = z
  .string()
  .min(1)
  .max(longestId)
  .regex(/^[^\s\p{C}]+$/u, 'must not hold blanks or control characters');
const optionalText = z
  .string()
  .nullish()
  .transform((text) => text ?? '');
const keywords = z
  .union([z.array(z.string()), z.string(), z.null()], 'must be a list of texts, or one text')
  .optional()
  .transform((given) => (typeof given === 'string' ? [given] : (given ?? [])));

const project = z
  .object({ id, title: z.string(), summary: optionalText, keywords, language: z.string().nullish() })
  .transform(({ id, title, summary, keywords }) => ({ id, title, summary, keywords }));
const demand = z
  .object({ id, enterpriseId: id.nullish(), title: z.string(), description: optionalText, keywords })
  .transform(({ description, enterpriseId, ...rest }) => ({
    ...rest,
    summary: description,
    enterpriseId: enterpriseId ?? undefined,
  }));

/** What is read of a project. */
export type ProjectText = z.infer<typeof project>;
/** What is read of a demand; `summary` is its description. */
export type DemandText = z.infer<typeof demand>;

/**
 * Projects of an evaluation: {id, title, summary?, keywords?, language?}, one a line. Other keys are ignored.
 * @throws InputFault on the first line that is none, or repeats an id
 */
export function readProjects(file: TextLines): AsyncGenerator<ProjectText> {
  return readRecords(file, project, mostProjects);
}

/** Demands of an evaluation: {id, enterpriseId?, title, description?, keywords?}, else as {@link readProjects}. */
export function readDemands(file: TextLines): AsyncGenerator<DemandText> {
  return readRecords(file, demand, mostDemands);
}

async function* readRecords<T extends ProjectText>(
  file: TextLines,
  schema: z.ZodType<T>,
  most: number,
): AsyncGenerator<T> {
  const lineOf = new Map<string, number>();
  for await (const one of file.read(most)) {
    const record = parseRecord(file.name, one, schema);
    const { line } = one;
    const before = lineOf.get(record.id);
    if (before !== undefined)
      throw new InputFault(file.name, `"${record.id}" stands in line ${before} too`, { line, field: 'id' });
    lineOf.set(record.id, line);
    yield record;
  }
}

function parseRecord<T extends ProjectText>(name: string, { line, text }: TextLine, schema: z.ZodType<T>): T {
  const parsed = schema.safeParse(parseJson(name, line, text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputFault(name, issue?.message ?? 'is no record', { line, field: issue?.path.join('.') ?? '' });
  }
  const { title, summary, keywords: words } = parsed.data;
  if ([title, summary, ...words].every((part) => part.trim() === ''))
    throw new InputFault(name, 'says nothing', { line, field: 'title' });
  return parsed.data;
}

function parseJson(name: string, line: number, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputFault(name, 'is not JSON', { line });
  }
}
