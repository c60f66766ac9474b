import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readLatestBands } from '@throughtrain/persistence';
import { readBandOptions } from '../../tools/evaluate/bands/options';
import { setBands } from '../../tools/evaluate/bands/set-bands';
import { evaluate } from '../../tools/evaluate/evaluate';
import type { EvaluateOptions } from '../../tools/evaluate/options';
import { openShippedModels } from '../../tools/evaluate/shipped-models';
import { tasksOf } from '../../tools/embedding/measure-tasks';
import { readPapers } from '../../tools/embedding/papers';
import type { Measure } from '../../tools/evaluate/measures/measured-part';
import { taskFolder } from '../../tools/evaluation-sets/task-folder';
import { pins, type Pin } from './pins';

/** Where the papers lie that the table was trained on but for those that are measured; they are no part of the repository. */
const corpus = process.env['EVALUATION_CORPUS'] ?? resolve(__dirname, '../../../shared/data');
const tolerance = 0.002;

type Report = Awaited<ReturnType<typeof evaluate>>;

async function reportOf(data: string, candidates: 'all' | 'judged'): Promise<Report> {
  const options: EvaluateOptions = {
    data,
    unit: 'demand',
    candidates,
    depth: 1_000,
    compare: ['words', 'meaning', 'hybrid'],
    run: undefined,
    json: undefined,
  };
  return evaluate(options, await openShippedModels(resolve(__dirname, '../../models/corpus-statistics')));
}

/** The pinned figures as they are now; those within the tolerance as they are pinned, so that a failure shows all others at once. */
function figuresOf({ parts }: Report, pin: Pin): object {
  return Object.fromEntries(
    Object.entries(pin.figures).map(([part, figures]) => {
      const { measures } = parts.find((one) => one.part === part)!;
      const now = Object.entries(figures).map(([name, pinned]) => {
        const value = Math.round((measures[name as Measure]?.value ?? NaN) * 10_000) / 10_000;
        return [name, Math.abs(value - pinned) <= tolerance ? pinned : value];
      });
      return [part, Object.fromEntries(now)];
    }),
  );
}

function expectPinned(report: Report, pin: Pin): void {
  expect({ encoder: report.versions.encoder, figures: figuresOf(report, pin) }).toEqual(pin);
}

describe('the quality of matches', () => {
  it('on the graded sample is what was reached', async () => {
    const report = await reportOf(resolve(__dirname, '../../samples/evaluation'), 'judged');
    expectPinned(report, pins.sample);
  });

  it('on the graded sample is what the bands in force say of it', async () => {
    const bands = await readLatestBands(resolve(__dirname, '../../models/bands'));
    const options = await readBandOptions(['--data', resolve(__dirname, '../../samples/evaluation')]);
    const models = await openShippedModels(resolve(__dirname, '../../models/corpus-statistics'));
    expect((await setBands(options, bands?.version ?? 0, models)).proposed).toEqual(bands);
  });

  const whenThere = existsSync(join(corpus, 'chinaxiv.ndjson.gz')) ? describe : describe.skip;
  whenThere('on papers that were kept out of training (skipped without them: set EVALUATION_CORPUS)', () => {
    let folder: string;
    let tasks: ReturnType<typeof tasksOf>;
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'quality-'));
      tasks = tasksOf(await readPapers(corpus));
    }, 120_000);
    afterAll(() => rm(folder, { recursive: true }));

    it.each(Object.entries(pins.papers))(
      '%s is what was reached',
      async (name, pin) => {
        const task = tasks.find((one) => one.name === name)!;
        await mkdir(folder, { recursive: true });
        for (const [file, content] of Object.entries(taskFolder(task))) await writeFile(join(folder, file), content);
        const report = await reportOf(folder, 'all');
        expectPinned(report, pin);
        const [, hybrid] = report.differences;
        const measure = name.startsWith('same class of CLC') ? 'P@10' : 'nDCG@10';
        // Nothing falls behind words alone, and across languages they are left far behind.
        const { value = NaN, low = NaN } = hybrid?.measures[measure] ?? {};
        expect(value).toBeGreaterThanOrEqual(0);
        if (/zh → en|en → zh/.test(name)) expect(low).toBeGreaterThan(0.2);
      },
      180_000,
    );
  });
});
