import { parseArgs } from 'node:util';
import { z } from 'zod';
import { units, type Unit } from '../input/topics';
import { readMeta } from '../options';
import type { BandTargets } from './band-evidence';

const usage =
  'npm run evaluate:bands -- --data DIR [--unit demand|enterprise] [--targets SHOWN,RELATED,CLOSE] [--write] [--json FILE]';

const share = z.coerce.number().gt(0).lte(1);
const choices = z.object({
  unit: z.enum(units).default('demand'),
  targets: z
    .string()
    .transform((written): unknown => written.split(','))
    .pipe(z.tuple([share, share, share], 'are three shares from 0 to 1, such as .3,.5,.75'))
    .prefault('.3,.5,.75'),
});

/** Of what bands are set, by what targets, and what is written. */
export interface BandOptions {
  readonly data: string;
  readonly unit: Unit;
  readonly targets: BandTargets;
  readonly write: boolean;
  readonly json: string | undefined;
}

/** @throws Error with the usage when an argument is wrong; InputFault when meta.json of the folder is */
export async function readBandOptions(argv: readonly string[]): Promise<BandOptions> {
  const { data, write = false, json, ...given } = readArguments(argv);
  if (data === undefined) throw new Error(`--data is missing\n${usage}`);
  const { unit = 'demand' } = await readMeta(data);
  const parsed = choices.safeParse({ unit, ...given });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`--${String(issue?.path[0] ?? '')}: ${issue?.message ?? 'is wrong'}\n${usage}`);
  }
  const [shown, related, close] = parsed.data.targets;
  const targets = {
    shown: { grade: 1, share: shown },
    related: { grade: 1, share: related },
    close: { grade: 2, share: close },
  };
  return { data, unit: parsed.data.unit, targets, write, json };
}

function readArguments(argv: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = { data: text, unit: text, targets: text, json: text, write: { type: 'boolean' } } as const;
  try {
    return parseArgs({ args: [...argv], options }).values;
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}
