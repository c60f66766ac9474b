import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { InputFault } from './input/input-fault';
import { units } from './input/topics';
import { relevanceParts } from './ranking/relevance-parts';

const usage =
  'npm run evaluate -- --data DIR [--unit demand|enterprise] [--candidates all|judged] [--depth N] [--compare words,meaning,hybrid] [--run FILE] [--json FILE]';
const mostDepth = 100_000;

const partList = z
  .string()
  .transform((names) => names.split(','))
  .pipe(z.array(z.enum(relevanceParts)).min(1))
  .refine((names) => new Set(names).size === names.length, 'names one part twice');
const choices = z.object({
  unit: z.enum(units).default('demand'),
  candidates: z.enum(['all', 'judged']).default('all'),
  depth: z.coerce.number().int().min(1).max(mostDepth).default(1000),
  compare: partList.default(['hybrid']),
});
// A folder that came from elsewhere may say how it is measured, not which files are written.
const meta = z.looseObject(choices.partial().shape);

/** What is measured and how. */
export type EvaluateOptions = z.infer<typeof choices> & {
  /** Folder with projects.ndjson, demands.ndjson, qrels.tsv and, if it likes, meta.json. */
  readonly data: string;
  readonly run: string | undefined;
  readonly json: string | undefined;
};

/**
 * @param argv words of the command line; what they do not say, meta.json of the folder may
 * @throws Error with the usage when an argument is wrong; InputFault when meta.json is
 */
export async function readOptions(argv: readonly string[]): Promise<EvaluateOptions> {
  const { data, run, json, ...given } = readArguments(argv);
  if (data === undefined) throw new Error(`--data is missing\n${usage}`);
  const parsed = choices.safeParse({ ...(await readMeta(data)), ...given });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is wrong'}\n${usage}`);
  }
  if (run !== undefined && parsed.data.compare.length > 1)
    throw new Error('--run writes the lists of one part: name one with --compare');
  return { ...parsed.data, data, run, json };
}

type Arguments = Partial<Record<'data' | 'unit' | 'candidates' | 'depth' | 'compare' | 'run' | 'json', string>>;

function readArguments(argv: readonly string[]): Arguments {
  const text = { type: 'string' } as const;
  const options = { data: text, unit: text, candidates: text, depth: text, compare: text, run: text, json: text };
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}

/** Defaults that the folder gives, as written. @throws InputFault when its meta.json is wrong */
export async function readMeta(folder: string): Promise<Readonly<Record<string, unknown>>> {
  const name = 'meta.json';
  let text: string;
  try {
    text = await readFile(join(folder, name), 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return {};
    throw new InputFault(name, `can not be read (${code ?? 'unknown'})`);
  }
  const written = jsonOf(name, text.replace(/^\ufeff/, ''));
  const parsed = meta.safeParse(written);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new InputFault(name, issue?.message ?? 'is wrong', { field: issue?.path.join('.') ?? '' });
  }
  return Object.fromEntries(Object.entries(written as object).filter(([key]) => key in choices.shape));
}

function jsonOf(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new InputFault(name, 'is not JSON');
  }
}
