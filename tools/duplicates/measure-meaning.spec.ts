import { projectRow } from '@throughtrain/testing';
import { Encoder, type EncoderInput } from '@throughtrain/text';
import { measureMeaning } from './measure-meaning';

/** Texts that begin alike point the same way. */
class ByFirstCharacter extends Encoder {
  readonly version = 'first';
  readonly dimensions = 2;

  override encode(inputs: readonly EncoderInput[]): Promise<Float32Array[]> {
    return Promise.resolve(
      inputs.map(({ texts }) => Float32Array.from(texts.title.startsWith('甲') ? [1, 0] : [0, 1])),
    );
  }
}

const line = (externalId: string, title: string, institution: string, summary: string) =>
  JSON.stringify(
    projectRow(1, { externalId, title, summary, keywords: [], patents: [], institution: { name: institution } }),
  );

describe('measureMeaning', () => {
  it('tells what every pair, and the cosine of one institution, would bring', async () => {
    const lines = [
      line('a', '甲电解液', '某院', '本地话说一说'),
      line('b', '甲装备', '某院', '讲给外行听的'),
      line('c', '乙隔膜', '某院', '全然两样东西'),
      line('d', '甲减速器', '别院', '另一个故事了'),
    ];
    const measures = await measureMeaning(lines, ['a\tb'], new ByFirstCharacter());
    expect(measures.everyPair).toMatchObject({ found: 0, missedPairs: ['a b'] });
    // .25 for the institution and .30 for the cosine of 1; d is of another institution.
    expect(measures.withCosine).toMatchObject({ found: 1, right: 1, wrongPairs: [] });
    expect(measures.byCosine[0]).toEqual({ leastCosine: 0.9, found: 1, right: 1 });
  });
});
