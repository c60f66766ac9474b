import { RateLimiter } from './rate-limiter';

describe('RateLimiter', () => {
  it('counts each caller in windows of a minute', () => {
    let nowMs = 5_000;
    const limiter = new RateLimiter(2, () => nowMs);
    expect([limiter.take('a'), limiter.take('a'), limiter.take('a')]).toEqual([undefined, undefined, 60]);
    expect(limiter.take('b')).toBeUndefined();
    nowMs += 59_001;
    expect(limiter.take('a')).toBe(1);
    nowMs += 999;
    expect(limiter.take('a')).toBeUndefined();
  });

  it('forgets the oldest caller rather than growing', () => {
    const limiter = new RateLimiter(1, () => 0);
    for (let caller = 0; caller < 10_000; caller += 1) limiter.take(String(caller));
    expect(limiter.take('9999')).toBe(60);
    expect(limiter.take('one more')).toBeUndefined();
    expect(limiter.take('9999')).toBe(60);
    expect(limiter.take('0')).toBeUndefined();
  });
});
