import fc from 'fast-check';
import { normaliseText } from './normalise';

/** Letters whose case or accents fold in more than one step. */
const awkward: string = 'JHTWYΣİẞ\u030c\u0308\u030a\u0331 \u00ad\u2011锂Ａ₂㎡黏';

describe('normaliseText', () => {
  it.each([
    ['CO₂', 'co2'],
    ['ＳｉＣ　器件', 'sic 器件'],
    [' a\t\n b ', 'a b'],
    ['ﬁlm', 'film'],
    ['锂\u200b电\u00ad池\ufeff', '锂电池'],
    ['10㎡', '10m2'],
    ['①', '1'],
    ['Li‐ion Li‑ion Li–ion Li—ion Li−ion', 'li-ion li-ion li-ion li-ion li-ion'],
    ['黏结剂', '粘结剂'],
  ])('%p becomes %p', (text, normal) => {
    expect(normaliseText(text)).toBe(normal);
  });

  it('folds a letter whose lower case composes and whose capital does not', () => {
    expect(normaliseText('J\u030c')).toBe('\u01f0');
  });

  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => normaliseText(normaliseText(text)) === normaliseText(text)),
      { numRuns: 2_000 },
    );
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...awkward), { maxLength: 6 }),
        (parts) => normaliseText(normaliseText(parts.join(''))) === normaliseText(parts.join('')),
      ),
      { numRuns: 2_000 },
    );
  });
});
