import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '@throughtrain/testing';
import { demoReportSchema, type DemoReport } from '../../../tools/demo/demo-report.schema';
import { Command } from './command';
import { WorkFolder } from './work-folder';

let folder: WorkFolder;

beforeAll(async () => {
  folder = await WorkFolder.make();
});

afterAll(async () => {
  for (const { pid } of await folder.processes()) process.kill(pid, 'SIGKILL');
  await folder.remove();
});

interface Outcome {
  readonly code: number | null;
  readonly output: string;
  readonly report: DemoReport;
}

async function demo(args: readonly string[] = []): Promise<Outcome> {
  const command = new Command('demo', folder, ['--json', 'report.json', ...args]);
  const { code } = await command.exit;
  await folder.emptied();
  const report = demoReportSchema.parse(JSON.parse(await readFile(join(folder.path, 'report.json'), 'utf8')));
  return { code, output: command.output, report };
}

const upTo = (n: number): number[] => Array.from({ length: n }, (_, index) => index + 1);
const idAndScore = ({ projectId, score }: { projectId: string; score: number }): [string, number] => [projectId, score];

describe('npm run demo', () => {
  it('takes the sample from the library to the picks, and the same way each time', async () => {
    const { code, output, report } = await demo();
    expect({ code, output }).toMatchObject({ code: 0 });
    const { imports, run, shortlist, picks, reserves } = report;
    expect(report.ok).toBe(true);
    expect(imports.projects).toMatchObject({ accepted: 465, refused: 4, changed: 1, quarantined: 0 });
    expect(imports.projects.rows.length).toBeGreaterThanOrEqual(4);
    expect(imports.demands).toMatchObject({ accepted: 210, refused: 0 });
    // A secrecy refusal tells neither the column nor anything of the row.
    expect(imports.projects.rows.filter(({ code: fault }) => fault.includes('secrecy'))).toEqual([
      {
        file: 'projects-energy.ndjson.gz',
        row: 41,
        code: 'project.secrecy-not-public',
        message: 'is not declared 公开 (public)',
      },
    ]);
    expect(run).toMatchObject({ projectsScored: 465, demands: 60 });
    expect(shortlist.length).toBeGreaterThanOrEqual(80);
    expect(shortlist.length).toBeLessThanOrEqual(120);
    expect(shortlist.map(({ rank }) => rank)).toEqual(upTo(shortlist.length));
    const scores = shortlist.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => b - a));
    expect(new Set(shortlist.map(({ projectId }) => projectId)).size).toBe(shortlist.length);
    expect(shortlist.every(({ reasons }) => reasons.length > 0)).toBe(true);
    expect(report.invitations).toBeGreaterThan(0);
    expect(report.intents).toBeGreaterThan(0);
    expect(output).toContain('SIMULATED');
    expect(picks.length).toBeGreaterThanOrEqual(10);
    expect(picks.length).toBeLessThanOrEqual(20);
    expect(picks.map(({ position }) => position)).toEqual(upTo(picks.length));
    expect(reserves.map(({ position }) => position)).toEqual(upTo(5));
    const listed = new Set(shortlist.map(({ projectId }) => projectId));
    const onStage = [...picks, ...reserves].map(({ projectId }) => projectId);
    expect(onStage.filter((projectId) => !listed.has(projectId))).toEqual([]);
    expect(new Set(onStage).size).toBe(onStage.length);

    const second = (await demo()).report;
    expect(second.shortlist.map(idAndScore)).toEqual(shortlist.map(idAndScore));
    expect(second.picks.map(idAndScore)).toEqual(picks.map(idAndScore));
    expect(second.reserves.map(idAndScore)).toEqual(reserves.map(idAndScore));
    expect(second.intents).toBe(report.intents);
  }, 120_000);

  it('says of a small library which limit kept the lists short, and simulates nothing on own data', async () => {
    const lines = (await readFile(join(folder.path, 'samples', 'projects.ndjson'), 'utf8')).split('\n').slice(0, 12);
    await writeFile(join(folder.path, 'own.ndjson'), lines.join('\n'));
    const { code, output, report } = await demo(['--library', 'own.ndjson']);
    expect({ code, output }).toMatchObject({ code: 0 });
    expect(report.imports.projects).toMatchObject({ accepted: 12, refused: 0 });
    expect(report.shortlist.length).toBeGreaterThan(0);
    expect(report.shortlist.length).toBeLessThanOrEqual(12);
    expect(report.limits.filter(({ list }) => list === 'shortlist')).not.toHaveLength(0);
    expect(report.limits.every(({ limit, message }) => limit !== '' && output.includes(message))).toBe(true);
    expect(report.uncoveredDemands).not.toHaveLength(0);
    expect(report.intents).toBe(0);
    expect(output).toContain('no answers are simulated');
  }, 120_000);

  it('ends with the reason and stops everything when a step fails', async () => {
    const { code, output, report } = await demo(['--library', 'missing.ndjson']);
    expect(code).toBe(1);
    expect(output).toMatch(/^demo failed: .*missing\.ndjson/m);
    expect(report).toMatchObject({ ok: false, shortlist: [], picks: [] });
  });

  it('stops everything at Ctrl-C while it starts', async () => {
    const command = new Command('demo', folder, []);
    await command.says(/(PostgreSQL .* ready)/);
    await eventually(async () =>
      (await folder.processes()).some(({ command: line }) => line.includes('apps/api/src/main.js')),
    );
    command.kill('SIGINT');
    expect(await command.exit).toEqual({ code: 1, signal: null });
    expect(command.output).toContain('demo failed: stopped by SIGINT');
    await folder.emptied();
  });
});
