import { eventually } from './eventually';

describe('eventually', () => {
  it('returns the first answer that is one', async () => {
    const answers = [undefined, null, false, 0];
    expect(await eventually(() => answers.shift(), { everyMs: 0 })).toBe(0);
  });

  it('takes a throw for "not yet"', async () => {
    let asked = 0;
    const check = () => {
      asked += 1;
      expect(asked).toBeGreaterThan(2);
      return true;
    };
    expect(await eventually(check, { everyMs: 0 })).toBe(true);
  });

  it('ends with the last failure', async () => {
    const check = () => {
      throw new Error('still nothing');
    };
    await expect(eventually(check, { withinMs: -1 })).rejects.toThrow('still nothing');
    await expect(eventually(() => null, { withinMs: -1 })).rejects.toThrow('the check returned null');
  });
});
