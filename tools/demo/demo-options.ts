import { parseArgs } from 'node:util';

/** What `npm run demo` was asked for. */
export interface DemoOptions {
  /** Absent: the files of the sample. */
  readonly library?: string;
  /** How to read the library when it is not in the format of imports. */
  readonly map?: 'papers';
  /** Absent: those of the sample. */
  readonly enterprises?: string;
  readonly demands?: string;
  /** Hidden grades; answers are simulated from these only. */
  readonly grades?: string;
  /** SEI codes, names or phrases. */
  readonly domains: readonly string[];
  /** File for the report. */
  readonly json?: string;
  /** Whether library or demands are the user's own. */
  readonly ownData: boolean;
}

const usage = `npm run demo -- [--library FILE [--map papers]] [--demands FILE] [--enterprises FILE] [--grades FILE] [--domain CODE]... [--json FILE]`;

/** @throws Error with the usage when an argument is not known */
export function parseDemoOptions(argv: readonly string[]): DemoOptions {
  const text = { type: 'string' } as const;
  const { values } = readArgs(() =>
    parseArgs({
      args: [...argv],
      options: {
        library: text,
        map: text,
        demands: text,
        enterprises: text,
        grades: text,
        domain: { ...text, multiple: true },
        json: text,
      },
    }),
  );
  if (values.map !== undefined && values.map !== 'papers') throw new Error(`--map knows "papers" only\n${usage}`);
  if (values.map !== undefined && values.library === undefined) throw new Error(`--map goes with --library\n${usage}`);
  const ownData = values.library !== undefined || values.demands !== undefined || values.enterprises !== undefined;
  const grades = values.grades ?? (ownData ? undefined : 'samples/grades.tsv');
  return {
    ...(values.library !== undefined && { library: values.library }),
    ...(values.map !== undefined && { map: values.map }),
    ...(values.enterprises !== undefined && { enterprises: values.enterprises }),
    ...(values.demands !== undefined && { demands: values.demands }),
    ...(grades !== undefined && { grades }),
    domains: values.domain ?? ['5.2'],
    ...(values.json !== undefined && { json: values.json }),
    ownData,
  };
}

function readArgs<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${usage}`, { cause: error });
  }
}
