import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { ShortlistRepository, WeightProfileRepository } from '@throughtrain/matching';
import { latestBandsVersion, publishBands, readLatestBands } from '@throughtrain/persistence';
import { tellBands, type JudgedBands } from '@throughtrain/ranking';
import { Funnel } from './funnel-fixture';

const shipped = resolve(__dirname, '../../../models/bands');

describe('bands that were set from judgements', () => {
  let funnel: Funnel;
  let profiles: WeightProfileRepository;
  let bands: JudgedBands;

  beforeEach(async () => {
    funnel = await Funnel.open();
    profiles = funnel.get(WeightProfileRepository);
    bands = (await readLatestBands(shipped))!;
  });
  afterEach(() => funnel.close());

  /** The next version of the shipped ones, close from elsewhere on. */
  const next = (from = 0.6): JudgedBands => ({
    ...bands,
    version: bands.version + 1,
    bands: { ...bands.bands, close: { ...bands.bands.close, from } },
  });

  it('are put in force with the schema, by a profile that is else the same', async () => {
    const [byHand, current] = [await profiles.find(2), await profiles.current()];
    expect(current).toEqual({ ...byHand, profile: { ...byHand.profile, version: 3 }, bands });
    expect(current.profile.values).toMatchObject({
      'band.shown': bands.bands.shown.from,
      'band.related': bands.bands.related.from,
      'band.close': bands.bands.close.from,
    });
  });

  it('follow one another, each once, also where several put them in force', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => publishBands(funnel.url, next())));
    expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['in-force', 'in-force', 'published']);
    const current = await profiles.current();
    expect(current).toMatchObject({ profile: { version: 4, values: { 'band.close': 0.6 } }, bands: next() });
    await expect(publishBands(funnel.url, bands)).resolves.toEqual({ outcome: 'in-force' });
  });

  it('leave a profile alone whose bands somebody has set', async () => {
    await funnel.sql(
      `insert into weight_profile (version, state, settings, bands, published_at)
       select 4, 'published', (select jsonb_agg(case s->>'key' when 'band.close' then s || '{"value": 0.55}' else s end)
                                 from jsonb_array_elements(settings) s), null, now()
         from weight_profile where version = 3`,
    );
    await expect(publishBands(funnel.url, next())).resolves.toEqual({ outcome: 'kept', profile: 4 });
    await expect(profiles.current()).resolves.toMatchObject({ profile: { version: 4 } });
  });

  it('tell in a list what was observed, where its relevances were made alike', async () => {
    const scene = await funnel.scene();
    const { relevanceVersion, encoderVersion } = bands;
    const { shortlistId, runId } = await funnel.shortlist(scene);
    const made = JSON.stringify({ relevanceVersion, encoderVersion, profileVersion: 3 });
    await funnel.sql('update match_run set input = input || $2::jsonb where id = $1', [runId, made]);
    const entry = await funnel.get(ShortlistRepository).entry(scene.host, shortlistId, scene.projectIds[0]!);
    const { profile } = await profiles.find(3);
    expect(entry.bands).toEqual(tellBands(profile, bands, { relevanceVersion, encoderVersion }));
    expect(entry.bands[0]?.note?.en).toMatch(/^Of 100 judged pairs/);
    await funnel.sql(`update match_run set input = input || '{"encoderVersion": "other"}' where id = $1`, [runId]);
    const other = await funnel.get(ShortlistRepository).entry(scene.host, shortlistId, scene.projectIds[0]!);
    expect(other.bands[0]).not.toHaveProperty('note');
  });
});

describe('files of bands', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bands-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('are read by the highest version, by number', async () => {
    await expect(latestBandsVersion(join(folder, 'none'))).resolves.toBeUndefined();
    await expect(readLatestBands(folder)).resolves.toBeUndefined();
    for (const name of ['9.json', '10.json', '11.json.bak', 'README.md']) await writeFile(join(folder, name), '');
    await expect(latestBandsVersion(folder)).resolves.toBe(10);
  });

  it('are refused when they are something else', async () => {
    const bands = (await readLatestBands(shipped))!;
    const { shown, ...others } = bands.bands;
    const refused = async (content: string) => {
      await writeFile(join(folder, '7.json'), content);
      await expect(readLatestBands(folder)).rejects.toThrow(/7\.json holds/);
    };
    await refused('{');
    await refused(JSON.stringify(bands));
    await refused(JSON.stringify({ ...bands, version: 7, bands: others }));
    await refused(JSON.stringify({ ...bands, version: 7, bands: { ...others, shown: { ...shown, from: 0.9 } } }));
  });
});
