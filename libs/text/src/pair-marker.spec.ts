import { PairMarker } from './pair-marker';

describe('PairMarker', () => {
  const texts = {
    projects: new Map([
      [
        'p',
        {
          title: 'Electrolytes with high energy density',
          keywords: ['电解液'],
          summary: 'Works in the cold. For cells of 300 Wh/kg. The electrolyte wets the separator.',
        },
      ],
    ]),
    demands: new Map([
      ['d', { title: '低温电解液', keywords: [], summary: '现用电解液在零下四十度冻住。能量密度不能降。' }],
    ]),
  };
  const words = [
    { word: 'electrolyte', contribution: 9, standsFor: '电解液' },
    { word: 'density', contribution: 4, standsFor: '密度' },
  ];
  const hits = (parts: readonly { text: string; hit: boolean }[]) =>
    parts.filter(({ hit }) => hit).map(({ text }) => text);

  it('marks what met in both texts, each in its own language', () => {
    const marked = new PairMarker(texts).mark({ projectId: 'p', demandId: 'd', words });
    expect(hits(marked!.project.title)).toEqual(['Electrolytes', 'density']);
    expect(marked!.project.passages.map(hits)).toEqual([['electrolyte']]);
    expect(marked!.project.keywords).toEqual([]);
    expect(hits(marked!.demand.title)).toEqual(['电解液']);
    expect(marked!.demand.passages.map(hits)).toEqual([['电解液'], ['密度']]);
  });

  it('tells nothing of a pair of which it has not both texts', () => {
    expect(new PairMarker(texts).mark({ projectId: 'p', demandId: 'x', words })).toBeUndefined();
    expect(new PairMarker(texts).mark({ projectId: 'x', demandId: 'd', words })).toBeUndefined();
  });
});
