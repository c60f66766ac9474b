import type { CodeClassifier, SuggestedCode } from '@throughtrain/ranking';
import fc from 'fast-check';
import { analyse, type EncoderInput } from '@throughtrain/text';
import { SuggestDomains } from './suggest-domains.use-case';

const suggested: readonly SuggestedCode[] = [{ list: 'sei', code: '6.3', score: 0.8 }];
const text = { texts: { title: '光伏', keywords: '', body: '' } };

function bench() {
  const classifier = { version: 'codes-9', suggest: jest.fn((_analysis: unknown) => suggested) };
  return { classifier, suggestDomains: new SuggestDomains(classifier as unknown as CodeClassifier) };
}

describe('SuggestDomains', () => {
  it('suggests for a text that carries no code', () => {
    const { classifier, suggestDomains } = bench();
    expect(suggestDomains.execute(text, { seiCodes: [], hteCodes: [] })).toBe(suggested);
    expect(classifier.suggest.mock.calls).toEqual([[analyse(text.texts)]]);
    expect(suggestDomains.version).toBe('codes-9');
  });

  it('uses the analysis at hand', () => {
    const { classifier, suggestDomains } = bench();
    const analysed: Omit<EncoderInput, 'purpose'> = { ...text, analysis: { terms: [] } };
    suggestDomains.execute(analysed, { seiCodes: [], hteCodes: [] });
    expect(classifier.suggest.mock.calls[0]?.[0]).toBe(analysed.analysis);
  });

  it('says nothing beside a code that a person has entered, whichever it is', () => {
    const { classifier, suggestDomains } = bench();
    const codes = fc.array(fc.constantFrom('1.2', '5.2', '60302'), { maxLength: 3 });
    fc.assert(
      fc.property(codes, codes, (seiCodes, hteCodes) => {
        fc.pre(seiCodes.length + hteCodes.length > 0);
        expect(suggestDomains.execute(text, { seiCodes, hteCodes })).toEqual([]);
      }),
    );
    expect(classifier.suggest).not.toHaveBeenCalled();
  });
});
