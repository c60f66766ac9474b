import fc from 'fast-check';
import type { ScoreRequest } from '@throughtrain/matching';
import { analyseRecord } from '@throughtrain/text';
import { z } from 'zod';
import { scorerCalls } from './wire';

const analysis = fc
  .record({
    title: fc.string({ unit: fc.constantFrom('锂', '电', '池', ' ', 'a', 'B', '1', '，'), maxLength: 12 }),
    keywords: fc.array(fc.constantFrom('电解液', 'SiC', ''), { maxLength: 2 }),
    summary: fc.string({ maxLength: 30 }),
  })
  .map(analyseRecord);
const vector = fc.int8Array({ maxLength: 300 });
const ids = fc.array(fc.uuid(), { maxLength: 4 }).map((list) => new Set(list));
const name = fc.option(fc.string({ maxLength: 20 }), { nil: undefined });
const version = fc.string({ minLength: 1, maxLength: 20 });
const request: fc.Arbitrary<ScoreRequest> = fc.record(
  {
    libraryPosition: version,
    analyserVersion: version,
    encoderVersion: version,
    statisticsVersion: version,
    relevanceVersion: version,
    queries: fc.array(
      fc.record(
        {
          analysis,
          vector,
          mask: fc.record({
            enterpriseId: fc.uuid(),
            creditCode: name,
            group: name,
            groupCreditCode: name,
            declined: ids,
          }),
        },
        { requiredKeys: ['analysis', 'mask'] },
      ),
      { maxLength: 4 },
    ),
    brief: analysis,
    briefVector: vector,
    today: fc.constantFrom('2026-03-01', '2028-02-29'),
    onStage: ids,
  },
  {
    requiredKeys: [
      'libraryPosition',
      'analyserVersion',
      'statisticsVersion',
      'relevanceVersion',
      'queries',
      'today',
      'onStage',
    ],
  },
);

const schema = scorerCalls.detail.question;
const written = (asked: ScoreRequest): string => JSON.stringify(z.encode(schema, { request: asked, projectIds: [] }));
const plain: ScoreRequest = {
  libraryPosition: '1:2',
  analyserVersion: 'words-2',
  statisticsVersion: '2',
  relevanceVersion: 'hybrid-2',
  queries: [
    {
      analysis: analyseRecord({ title: '锂电池', keywords: [], summary: '' }),
      vector: Int8Array.of(1, -128, 127),
      mask: { enterpriseId: '9b1e5a7c-3d2f-4a8b-b6c4-0e7d9f1a2b07', declined: new Set() },
    },
  ],
  today: '2026-03-01',
  onStage: new Set(),
};

describe('a question on the wire', () => {
  it('is read as it was asked', () => {
    fc.assert(
      fc.property(request, (asked) => {
        // What is undefined is not sent.
        expect(schema.parse(JSON.parse(written(asked)))).toEqual({ request: asked, projectIds: [] });
      }),
    );
  });

  it('says a vector byte for byte, wherever it lies in its buffer', () => {
    const numbers = new Int8Array(Int8Array.of(9, 9, 1, -128, 127).buffer, 2);
    const [query] = plain.queries;
    const asked = { ...plain, queries: [{ ...query!, vector: numbers }] };
    expect(schema.parse(JSON.parse(written(asked))).request.queries[0]?.vector).toEqual(Int8Array.of(1, -128, 127));
  });

  it.each<[string, (wire: WireRequest) => void]>([
    ['a term of no kind', (wire) => (wire.queries[0]!.analysis = 'x锂\t1,0,0')],
    ['terms out of order', (wire) => (wire.queries[0]!.analysis = 'w锂\t1,0,0\nb锂电\t1,0,0')],
    ['a term twice', (wire) => (wire.queries[0]!.analysis = 'w锂\t1,0,0\nw锂\t1,0,0')],
    ['a count that is none', (wire) => (wire.queries[0]!.analysis = 'w锂\t-1,0,0')],
    ['a count with a fraction', (wire) => (wire.queries[0]!.analysis = 'w锂\t0.5,0,0')],
    ['lines of another form', (wire) => (wire.queries[0]!.analysis = 'w锂')],
    ['a vector that is not base64', (wire) => (wire.queries[0]!.vector = '*')],
    ['a vector too long', (wire) => (wire.queries[0]!.vector = 'A'.repeat(6_000))],
    ['an enterprise that is no id', (wire) => (wire.queries[0]!.mask.enterpriseId = 'e')],
    ['a field that nobody knows', (wire) => Object.assign(wire, { more: 1 })],
    ['more demands than a run takes', (wire) => (wire.queries = Array.from({ length: 3_001 }, () => wire.queries[0]!))],
    ['a day that is none', (wire) => (wire.today = '2026-02-30')],
  ])('is refused with %s', (_what, spoil) => {
    const { request: wire } = JSON.parse(written(plain)) as { request: WireRequest };
    expect(schema.safeParse({ request: wire, projectIds: [] }).success).toBe(true);
    spoil(wire);
    expect(schema.safeParse({ request: wire, projectIds: [] }).success).toBe(false);
  });
});

interface WireRequest {
  today: string;
  queries: { analysis: string; vector: string; mask: { enterpriseId: string } }[];
}
