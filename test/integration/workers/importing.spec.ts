import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import {
  columnsOf,
  importKinds,
  inChinese,
  inEnglish,
  type CellType,
  type ImportKind,
  type RecordColumn,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ImportRepository, MappingRepository, RequestImport, RunImport } from '@throughtrain/ingestion';
import { WorkerBench } from './worker-bench';

const docs = readFileSync(join(__dirname, '..', '..', '..', 'docs', 'importing.md'), 'utf8');

const faultyFolder = join(__dirname, '..', '..', '..', 'samples', 'faulty');
const faulty = (path: string): Buffer => readFileSync(join(faultyFolder, path));

/** The kind and the path of the sample of each case. */
const samples: ReadonlyMap<string, readonly [ImportKind, string]> = new Map(
  importKinds.flatMap((kind) =>
    readdirSync(join(faultyFolder, kind)).map((file) => [file.split('.')[0]!, [kind, `${kind}/${file}`]] as const),
  ),
);
/** What has to be there before. */
const before = 'first';
/** The one case that is no file of the folder. */
const tooLarge = 'too-large';
const expandsToMuch = gzipSync(Buffer.alloc(2_000_000, 0x20));

const cases = [...docs.matchAll(/^\| `([a-z0-9-]+)` \| ([^|]+) \| `([^`]+)` \|$/gm)].map(
  ([, name = '', what = '', answer = '']) => ({
    name,
    what,
    answer,
  }),
);

describe('docs/importing.md', () => {
  let bench: WorkerBench;
  let agency: Scope;
  let host: Scope;

  beforeAll(async () => {
    bench = await WorkerBench.open();
    [agency, host] = [await bench.principal('agency'), await bench.principal('host')];
    expect(await run('projects', faulty(`projects/${before}.csv`), await bench.principal('agency'))).toEqual(['taken']);
    expect(await run('enterprises', faulty(`enterprises/${before}.csv`))).toEqual(['taken']);
    await bench.app.get(MappingRepository).remember(agency, 'projects', [{ header: '内部备注', field: null }]);
  });

  afterAll(() => bench.close());

  async function run(
    kind: ImportKind,
    bytes: Buffer,
    scope = kind === 'projects' ? agency : host,
  ): Promise<readonly string[]> {
    async function* pieces() {
      yield bytes;
    }
    const imports = bench.app.get(ImportRepository);
    const importId = await bench.app.get(RequestImport).execute(scope, kind, pieces(), 10_000_000);
    await bench.app.get(RunImport).execute({ importId });
    const report = await imports.report(scope, importId);
    if (report.state === 'failed') {
      expectSentences(report.failureReason ?? report.failureCode!);
      return [['failed', report.failureCode, report.failureReason].filter(Boolean).join(' ')];
    }
    if (report.state === 'awaiting-mapping') {
      const { proposal } = await imports.mapping(scope, importId);
      const { undecided = [], missing = [], doubled = [] } = proposal ?? {};
      return Object.entries({ undecided, missing, doubled }).flatMap(([problem, names]) =>
        names.map((name) => `awaiting-mapping ${problem} ${name}`),
      );
    }
    const faults = await imports.faults(scope, importId, { row: 0, ordinal: -1 }, 100);
    for (const { code, message } of faults) expectSentences(code, message);
    if (faults.length === 0) return [report.counts.created > 0 ? 'taken' : 'nothing'];
    return faults.map(({ outcome, column, code }) => [outcome, column, code].filter(Boolean).join(' '));
  }

  it('has a file for each case, and a case for each file', () => {
    const named = cases.map(({ name }) => name).filter((name) => name !== tooLarge);
    expect([...named, before].sort()).toEqual([...samples.keys()].sort());
  });

  it('says the same beside the files', () => {
    const readme = faulty('README.md').toString();
    for (const { name, what, answer } of cases) {
      const path = samples.get(name)?.[1];
      if (path !== undefined) expect(readme).toContain(`| \`${path}\` | ${what} | \`${answer}\` |`);
    }
  });

  it.each(cases)('tells what is answered to $name', async ({ name, answer }) => {
    const [kind, path] = samples.get(name) ?? ['projects' as const];
    const bytes = path === undefined ? expandsToMuch : faulty(path);
    expect(await run(kind, bytes)).toContain(answer);
  });

  it.each(importKinds)('lists the columns of %s', (kind) => {
    for (const column of columnsOf(kind)) expect(docs).toContain(columnLine(column));
  });

  it('lists every other word for a value', () => {
    const coded = importKinds.flatMap((kind) => columnsOf(kind));
    for (const { type } of coded) for (const line of aliasLines(type)) expect(docs).toContain(line);
  });
});

/** Whatever is answered, it is answered in both languages. */
function expectSentences(code: string, message = inEnglish(code)): void {
  expect([code, message, inChinese(code)]).toEqual([code, expect.any(String), expect.any(String)]);
}

/** One line of a table of columns. */
function columnLine({ field, headers: [label, ...others], need, mayBeDropped, list }: RecordColumn): string {
  const marks = [
    need === 'matchable' ? 'matching' : need === 'pushable' ? 'push' : need,
    mayBeDropped && 'spared',
    list && 'list',
  ];
  return `| \`${field}\` | ${label} | ${marks.filter(Boolean).join(', ')} | ${others.join(' · ')} |`;
}

function aliasLines(type: CellType): string[] {
  if (type.is !== 'coded' || Object.keys(type.aliases).length === 0) return [];
  return [...new Set(Object.values(type.aliases))].map((code) => {
    const words = Object.entries(type.aliases).filter(([, meant]) => meant === code);
    return `| ${type.labels[code] ?? code} | ${words.map(([word]) => word).join(' · ')} |`;
  });
}
