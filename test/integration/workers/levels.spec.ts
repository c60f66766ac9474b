import { AuditLog, completeness, UnitOfWork, type Clock, type Scope } from '@throughtrain/domain';
import {
  CountProjects,
  ImportRepository,
  ProjectLife,
  ProjectSearch,
  ProjectStore,
  RequestImport,
  RunImport,
  SearchProjects,
  SetConsent,
} from '@throughtrain/ingestion';
import { migrate } from '@throughtrain/persistence';
import { ndjson } from '@throughtrain/testing';
import { WorkerBench } from './worker-bench';

const clock: Clock = { now: () => new Date('2026-06-01T00:00:00Z') };

const row = (externalId: string, said: object = {}) => ({
  externalId,
  channel: 'agency',
  secrecy: '公开',
  title: `石墨烯散热膜${externalId}`,
  summary: '以氧化石墨烯浆料涂布、还原并压延而成的散热膜',
  seiCodes: ['3.6'],
  stage: 'mature',
  ownership: 'sole',
  consentToPush: true,
  contactRef: 'c-1',
  ...said,
});
const authority = { basis: 'commission', reference: '澜大技委〔2026〕3号', grantedOn: '2026-01-05' };
const rows = [
  row('L-1'),
  row('L-2', { institution: { name: '澜州大学' } }),
  row('L-3', { institution: { name: '澜州大学' }, authority }),
];

describe('the level of a project of an agency', () => {
  let bench: WorkerBench;
  let agency: Scope;

  beforeAll(async () => {
    bench = await WorkerBench.open();
  });
  beforeEach(async () => {
    agency = await bench.principal('agency');
  });
  afterAll(() => bench.close());

  const reported = async (dryRun: boolean, said: readonly object[]) => {
    async function* bytes() {
      yield ndjson(said);
    }
    const importId = await bench.app
      .get(RequestImport)
      .execute(agency, 'projects', bytes(), 10_000_000, { dryRun, defaults: {} });
    await bench.app.get(RunImport).execute({ importId });
    return (await bench.app.get(ImportRepository).report(agency, importId)).levels;
  };
  const mine = (said: readonly { readonly externalId: string }[]) =>
    said.map((one) => ({ ...one, externalId: `${agency.organisationId.slice(0, 8)}-${one.externalId}` }));
  const stored = () => bench.app.get(ProjectStore).list(agency, undefined, 10);
  const told = async () => {
    const levels = { storable: 0, matchable: 0, pushable: 0 };
    for (const { record, submittedBy } of await stored()) levels[completeness(record, submittedBy).level] += 1;
    return levels;
  };
  const listed = async () => {
    const search = new SearchProjects(bench.app.get(ProjectSearch), clock);
    const at = async (level: 'storable' | 'matchable' | 'pushable') =>
      (await search.own(agency, { level: [level] }, { limit: 10 })).items.length;
    return { storable: await at('storable'), matchable: await at('matchable'), pushable: await at('pushable') };
  };
  const counted = async () => {
    const { facets } = await new CountProjects(bench.app.get(ProjectSearch), clock).execute(agency, 'own', {});
    return facets.level;
  };

  it('is the same in dry run, report, list, counts and record', async () => {
    const levels = { storable: 0, matchable: 2, pushable: 1 };
    expect(await reported(true, mine(rows))).toEqual(levels);
    expect(await reported(false, mine(rows))).toEqual(levels);
    expect(await told()).toEqual(levels);
    expect(await listed()).toEqual(levels);
    expect(await counted()).toEqual([
      { value: 'matchable', projects: 2 },
      { value: 'pushable', projects: 1 },
    ]);
  });

  it('does without a consent that was withdrawn by hand, whatever a file says after it', async () => {
    const said = mine(rows.slice(2));
    await reported(false, said);
    const [project] = await stored();
    const consent = new SetConsent(bench.app.get(ProjectLife), bench.app.get(UnitOfWork), bench.app.get(AuditLog));
    await consent.execute(agency, project!.id, false, '完成人撤回授权');
    const levels = { storable: 0, matchable: 1, pushable: 0 };
    expect(await reported(false, said)).toEqual(levels);
    const changed = said.map((one) => ({ ...one, title: '石墨烯导热膜' }));
    expect(await reported(true, changed)).toEqual(levels);
    expect(await reported(false, changed)).toEqual(levels);
    expect(await told()).toEqual(levels);
    expect(await listed()).toEqual(levels);
  });

  it('is mended where it was stored without a look at the submitter', async () => {
    await reported(false, mine(rows));
    await bench.sql(`update project_current set level = 'pushable' where submitted_by = $1`, [agency.organisationId]);
    await bench.sql('alter table project_current drop column external_key');
    await bench.sql(`delete from migrations where name like 'CurrentProjects%'`);
    expect(await migrate(bench.url)).toEqual(['CurrentProjects1700000000011']);
    expect(await listed()).toEqual({ storable: 0, matchable: 2, pushable: 1 });
  });
});
