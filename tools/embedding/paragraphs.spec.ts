import { bodiesOf } from './paragraphs';
import type { Paper } from './papers';

const nothing = { title: '', abstract: '', keywords: '' };
const paper = (id: string, abstract: string, isHeldOut = false): Paper => ({
  id,
  source: 'chinaxiv',
  zh: { ...nothing, abstract },
  en: nothing,
  clc: '',
  summaries: [],
  isHeldOut,
});
const first = '本文研究高镍三元正极材料在充放电过程中的残碱形成机理';
const second = '针对注塑机射台的液压冲击现象建立了阀控系统的动态模型';
const third = '利用卫星遥感影像估算黄土高原植被覆盖度的年际变化趋势';

async function* linesOf(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

async function bodies(lines: readonly string[], papers: readonly Paper[]): Promise<[string, readonly string[]][]> {
  const found: [string, readonly string[]][] = [];
  for await (const body of bodiesOf(linesOf(lines), papers)) found.push([body.paper.id, body.paragraphs]);
  return found;
}

describe('bodiesOf', () => {
  it('begins a paper where its abstract does', async () => {
    const lines = ['前言', `摘要：${first}。`, '甲', '乙', `【摘要】${third}`, '丙'];
    expect(await bodies(lines, [paper('1', first), paper('2', third)])).toEqual([
      ['1', [`摘要：${first}。`, '甲', '乙']],
      ['2', [`【摘要】${third}`, '丙']],
    ]);
  });

  it('leaves out a held-out paper, and a stretch in which one may begin unseen', async () => {
    const lines = [first, '甲', second, '乙', third, '丙'];
    expect(await bodies(lines, [paper('1', first), paper('2', second, true), paper('3', third)])).toEqual([
      ['1', [first, '甲']],
      ['3', [third, '丙']],
    ]);
    const unseen = [first, '甲', '乙', third, '丙'];
    expect(await bodies(unseen, [paper('1', first), paper('2', second, true), paper('3', third)])).toEqual([
      ['3', [third, '丙']],
    ]);
  });

  it('does not go back to an earlier paper that a later one quotes', async () => {
    const lines = [first, second, `如文献所述，${first}`, '乙'];
    expect((await bodies(lines, [paper('1', first), paper('2', second)])).map(([id]) => id)).toEqual(['1', '2']);
  });
});
