import { newRoadshowSchema } from './roadshow.schema';
import { characters } from './text';

describe('characters', () => {
  it('counts code points after trimming', () => {
    expect(characters(3).safeParse(' 𠮷𠮷𠮷 ').data).toBe('𠮷𠮷𠮷');
    expect(characters(3).safeParse('𠮷𠮷𠮷𠮷').success).toBe(false);
  });

  it('lets text be empty only where that is said', () => {
    expect(characters(3).safeParse('  ').success).toBe(false);
    expect(characters(3, 0).safeParse('  ').data).toBe('');
  });

  it.each(['a\u0000', '\u0007', 'x\ud800'])('refuses %j', (text) => {
    expect(characters(10).safeParse(text).success).toBe(false);
  });
});

describe('newRoadshowSchema', () => {
  const roadshow = newRoadshowSchema.meta()!['example'] as Record<string, unknown>;

  it('fills in shortlist size and picks', () => {
    const { shortlistSize: _size, pickCount: _count, ...fields } = roadshow;
    expect(newRoadshowSchema.parse(fields)).toMatchObject({ shortlistSize: 100, pickCount: 15 });
  });

  it.each([
    ['approach', '字'.repeat(151)],
    ['brief', '字'.repeat(101)],
    ['guarantee', '字'.repeat(101)],
    ['guarantee', ''],
    ['month', '2026-13'],
    ['scale', 0],
    ['shortlistSize', 79],
    ['shortlistSize', 121],
    ['pickCount', 21],
    ['regionCode', '990000'],
    ['unknown', 1],
  ])('refuses %s %j', (field, value) => {
    expect(newRoadshowSchema.safeParse({ ...roadshow, [field]: value }).success).toBe(false);
  });
});
