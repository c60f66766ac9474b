import { calledDemands, draftCall } from './draft-call';

const demand = (demandId: string, title: string, hteCodes: string[] = []) => ({
  demandId,
  title,
  enterpriseName: '澜州精密传动有限公司',
  regionCode: '340200',
  seiCodes: [],
  hteCodes,
});
const roadshow = { domains: ['2.1', '6'], month: '2026-09', place: '澜州市会展中心' };

describe('draftCall', () => {
  it('says what for, by when and which demands are meant', () => {
    const draft = draftCall(roadshow, [
      demand('a', '柔轮寿命', ['80401', '80402']),
      demand('b', '无损检测', ['80401']),
    ]);
    expect(draft.title).toBe('“智能制造装备产业、新能源产业”领域科技成果重点征集');
    expect(draft.text.split('\n')).toEqual([
      expect.stringMatching(/^根据2026年9月在澜州市会展中心举办的.*：$/),
      '1．柔轮寿命',
      '2．无损检测',
    ]);
    expect([draft.domains, draft.subDomains]).toEqual([
      ['2.1', '6'],
      ['80401', '80402'],
    ]);
  });

  it('names thirty demands and counts the rest', () => {
    const lines = draftCall(
      roadshow,
      Array.from({ length: 31 }, (_, n) => demand(String(n), `需求${n}`)),
    ).text.split('\n');
    expect([lines.length, lines.at(-2), lines.at(-1)]).toEqual([32, '30．需求29', '……共31项需求']);
  });
});

describe('calledDemands', () => {
  it('leaves out whose they are', () => {
    expect(calledDemands([demand('a', '澜州精密传动有限公司的柔轮寿命', ['80401'])])).toEqual([
      { demandId: 'a', title: '某企业的柔轮寿命', regionCode: '340200' },
    ]);
  });
});
