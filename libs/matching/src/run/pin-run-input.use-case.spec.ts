import { Clock, type Scope } from '@throughtrain/domain';
import { weightProfile1 } from '@throughtrain/ranking';
import { MatchRunRepository, type RunDemand } from '../ports/match-run.repository.port';
import { RoadshowRepository, type RoadshowContent } from '../ports/roadshow.repository.port';
import { WeightProfileRepository } from '../ports/weight-profile.repository.port';
import { PinRunInput } from './pin-run-input.use-case';

const scope: Scope = { principalId: 'p', organisationId: 'o', roles: ['host'] };
const roadshow: RoadshowContent = {
  industryDomains: ['动力电池'],
  domains: ['5.2'],
  month: '2026-05',
  place: '芜湖',
  scale: 200,
  approach: '',
  brief: '',
  guarantee: '',
  shortlistSize: 80,
  pickCount: 10,
};

class FakeClock extends Clock {
  override now = () => new Date('2026-03-15T12:00:00Z');
}

/** Pins a roadshow with a brief and so many demands. */
function pin(brief: string, demands: number) {
  const snapshot = {
    libraryPosition: 'server:1',
    demands: Array.from({ length: demands }, (_, index): RunDemand => ({
      id: `d${index}`,
      revision: 1,
      enterpriseId: 'e',
      enterpriseName: '企业',
    })),
    onStage: [],
    declined: [],
    timesShown: {},
  };
  const fake = <Port extends object>(port: { prototype: Port }, answers: Partial<Port>): Port =>
    Object.assign(Object.create(port.prototype) as Port, answers);
  const roadshows = fake(RoadshowRepository, {
    find: async () => ({ id: 'r', content: { ...roadshow, brief }, createdAt: new Date(0) }),
  });
  const profiles = fake(WeightProfileRepository, {
    current: async () => ({ profile: weightProfile1, settings: [], state: 'published' }),
  });
  const runs = fake(MatchRunRepository, { snapshot: async () => snapshot });
  return new PinRunInput(roadshows, runs, profiles, new FakeClock()).execute(scope, 'r');
}

describe('PinRunInput', () => {
  it('pins versions, clock and what the snapshot read', async () => {
    expect(await pin('低温电解液', 1)).toMatchObject({
      roadshow: { brief: '低温电解液' },
      now: '2026-03-15T12:00:00.000Z',
      libraryPosition: 'server:1',
      profileVersion: 1,
      analyserVersion: 'words-2',
      statisticsVersion: '2',
      relevanceVersion: 'hybrid-2',
      demands: [{ id: 'd0' }],
    });
  });

  it('accepts a roadshow that has a brief only, or demands only', async () => {
    expect((await pin('低温电解液', 0)).demands).toEqual([]);
    expect((await pin('', 1)).demands).toHaveLength(1);
  });

  it.each(['', '无', '2026', '，'])('refuses one without demands whose brief %p asks for nothing', async (brief) => {
    await expect(pin(brief, 0)).rejects.toMatchObject({ kind: 'invalid', code: 'roadshow.no-demands' });
  });

  it('refuses more demands than a run is planned for', async () => {
    expect((await pin('', 3_000)).demands).toHaveLength(3_000);
    await expect(pin('', 3_001)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'roadshow.too-many-demands',
      details: { mostDemands: 3_000 },
    });
  });
});
