import { isHeldOutId, lettersOf } from './papers';

describe('isHeldOutId', () => {
  it('goes by the last decimal digit of SHA-256', () => {
    // sha256('abc') is 0xba7816bf…f20015ad, in decimals …447149.
    expect(isHeldOutId('abc')).toBe(false);
    const ids = Array.from({ length: 2_000 }, (_, number) => `ChinaXiv-${number}`);
    const share = ids.filter(isHeldOutId).length / ids.length;
    expect(share).toBeGreaterThan(0.08);
    expect(share).toBeLessThan(0.12);
  });
});

describe('lettersOf', () => {
  it('keeps letters alone', () => {
    expect(lettersOf('基于 BERT-2 的：研究')).toBe('基于bert的研究');
  });
});
