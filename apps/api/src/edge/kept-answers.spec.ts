import { z } from 'zod';
import { KeptAnswers } from './kept-answers';

const schema = z.object({ text: z.string() });

describe('KeptAnswers', () => {
  let kept: KeptAnswers;
  let made: number;

  beforeEach(() => {
    kept = new KeptAnswers(100);
    made = 0;
  });
  afterEach(() => kept.onModuleDestroy());

  const answer = async (name: string, stamp: string, text = '甲') => {
    const bytes = await kept.answer(name, stamp, schema, () => {
      made += 1;
      return Promise.resolve({ text, more: 'what the schema does not tell' });
    });
    return bytes.toString('utf8');
  };

  it('makes an answer once for a stamp, as its schema tells it', async () => {
    expect(await answer('list', '1')).toBe('{"text":"甲"}');
    expect(await answer('list', '1', 'other')).toBe('{"text":"甲"}');
    expect(made).toBe(1);
  });

  it('makes it anew for another stamp, and keeps that one', async () => {
    await answer('list', '1', 'old');
    expect(await answer('list', '2', 'new')).toBe('{"text":"new"}');
    expect(await answer('list', '2')).toBe('{"text":"new"}');
    expect(await answer('list', '1', 'newest')).toBe('{"text":"newest"}');
  });

  it('tells names apart', async () => {
    await answer('list of one', '1', 'one');
    expect(await answer('list of another', '1', 'another')).toBe('{"text":"another"}');
  });

  it('lets go of the oldest before its bytes are too many, and of all when told', async () => {
    await answer('first', '1', 'x'.repeat(60));
    await answer('second', '1', 'x'.repeat(20));
    await answer('third', '1', 'x'.repeat(20));
    expect(made).toBe(3);
    await answer('second', '1');
    expect(made).toBe(3);
    await answer('first', '1');
    expect(made).toBe(4);
    kept.forget();
    await answer('first', '1');
    expect(made).toBe(5);
  });

  it('counts an answer that took the place of another once', async () => {
    for (const stamp of ['1', '2', '3', '4']) await answer('list', stamp, 'x'.repeat(40));
    await answer('other', '1');
    await answer('list', '4');
    expect(made).toBe(5);
  });

  it('sends what alone is too large, and does not keep it', async () => {
    for (const stamp of ['1', '1']) expect(await answer('list', stamp, 'x'.repeat(200))).toHaveLength(211);
    expect(made).toBe(2);
  });

  it('keeps nothing that could not be made', async () => {
    await expect(kept.answer('list', '1', schema, () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    await expect(kept.answer('list', '1', schema, () => Promise.resolve({ text: 1 } as never))).rejects.toThrow();
    expect(await answer('list', '1')).toBe('{"text":"甲"}');
  });
});
