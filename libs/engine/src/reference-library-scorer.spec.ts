import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import type { LibraryProject, PairMask, ScoreProgress, ScoreRequest } from '@throughtrain/matching';
import { aProject, FakeLibraryFeed, noProgress } from '@throughtrain/testing';
import {
  analyseRecord,
  countCorpus,
  formatCorpusStatistics,
  quantiseRows,
  TableVectors,
  tokenise,
  type CorpusStatistics,
} from '@throughtrain/text';
import { ReferenceLibraryScorer } from './reference-library-scorer';
import { StatisticsSource } from './statistics-source';

const corpus = ['锂电池电解液', '低温电池', '电池材料 battery', '功率器件 SiC', '电解液添加剂 electrolyte'].map(
  (title) => analyseRecord({ title, keywords: ['电池'], summary: `${title}的制备与应用` }),
);
const statistics = countCorpus(corpus, { version: '1', analyserVersion: 'words-2', leastCount: 1 });

const limits = { perDemand: 50, byBrief: 300, bySum: 300 };
const noMask: PairMask = { enterpriseId: 'none', declined: new Set() };

interface Text {
  readonly title: string;
  readonly keywords: readonly string[];
  readonly summary: string;
}
const entry = (
  id: string,
  text: Partial<Text>,
  given: Partial<Parameters<typeof aProject>[0]> = {},
): LibraryProject => {
  const project = aProject({ id, title: '', summary: '', ...text, ...given });
  return { project, analysis: analyseRecord(project) };
};

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'statistics-'));
  await writeFile(join(folder, '1.tsv.gz'), gzipSync(formatCorpusStatistics(statistics)));
});
afterAll(() => rm(folder, { recursive: true }));

function setUp(projects: readonly LibraryProject[], given: Partial<ScoreRequest> = {}) {
  const feed = new FakeLibraryFeed();
  const request: ScoreRequest = {
    libraryPosition: feed.commit(...projects),
    analyserVersion: 'words-2',
    statisticsVersion: '1',
    relevanceVersion: 'hybrid-2',
    queries: [],
    today: '2026-03-01',
    onStage: new Set(),
    ...given,
  };
  return { request, feed, scorer: new ReferenceLibraryScorer(feed, new StatisticsSource(folder)) };
}
const query = (text: Partial<Text>, mask: PairMask = noMask) => ({
  analysis: analyseRecord({ title: '', keywords: [], summary: '', ...text }),
  mask,
});

/** Level A written from its definition, with nothing of the implementation but the tokeniser. */
function relevanceByDefinition(query: Text, document: Text, { kinds, documentCounts }: CorpusStatistics): number {
  const fieldsOf = ({ title, keywords, summary }: Text) =>
    [title, keywords.join('；'), summary].map((text) => tokenise(text));
  const [asked, given] = [fieldsOf(query), fieldsOf(document)];
  const kindWeight = { w: 1, b: 0.5, s: 1 };
  const kindOf = (term: string) => term.charAt(0) as 'w' | 'b' | 's';
  const idf = (term: string) => {
    const count = documentCounts.get(term) ?? 0;
    return Math.log(1 + (kinds[kindOf(term)].documents - count + 0.5) / (count + 0.5));
  };
  const times = (terms: readonly string[], term: string) => terms.filter((one) => one === term).length;
  const own = new Set(asked.flat());
  const title = new Set(asked[0]);
  let [sum, titleScale, wholeScale] = [0, 0, 0];
  for (const term of title) titleScale += kindWeight[kindOf(term)] * idf(term);
  for (const term of own) {
    const kind = kindOf(term);
    let weighted = 0;
    given.forEach((terms, field) => {
      const length = terms.filter((one) => kindOf(one) === kind).length;
      const average = kinds[kind].averageLengths[field] ?? 0;
      const norm = average > 0 ? 0.7 + (0.3 * length) / average : 1;
      weighted += (([2, 1.5, 1][field] ?? 0) * times(terms, term)) / norm;
    });
    const weight = Math.max(title.has(term) ? 1 : 0, 0.4 * (1 + Math.log(times(asked.flat(), term))));
    wholeScale += kindWeight[kind] * weight * idf(term);
    sum += kindWeight[kind] * weight * ((idf(term) * 2.2 * weighted) / (1.2 + weighted));
  }
  const unseen = Math.max(
    ...(['w', 'b', 's'] as const).map((kind) => Math.log(1 + (kinds[kind].documents + 0.5) / 0.5)),
  );
  const scale = Math.max(titleScale, 0.15 * wholeScale, 3 * unseen);
  return own.size > 0 ? 1 - Math.exp(-sum / scale) : 0;
}

const words = fc.array(
  fc.constantFrom('锂电池', '电解液', '低温', '添加剂', '功率器件', 'SiC', 'battery', '的', '，', '2024'),
  {
    maxLength: 6,
  },
);
const text = words.map((parts) => parts.join(' '));
const texts: fc.Arbitrary<Text> = fc.record({ title: text, keywords: fc.array(text, { maxLength: 2 }), summary: text });

describe('ReferenceLibraryScorer', () => {
  it('agrees with the definition of level A, list by list and pair by pair', async () => {
    const documents = fc.array(
      fc.record({
        text: texts,
        institutionId: fc.constantFrom('u1', 'u2'),
        group: fc.constantFrom('g1', 'g2', undefined),
      }),
      { minLength: 1, maxLength: 8 },
    );
    const queries = fc.array(
      fc.record({
        text: texts,
        enterpriseId: fc.constantFrom('u1', 'e1'),
        group: fc.constantFrom('g1', undefined),
        declined: fc.subarray(['p0', 'p1', 'p2']),
      }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(
        documents,
        queries,
        texts,
        fc.integer({ min: 1, max: 5 }),
        async (library, asked, brief, perDemand) => {
          const { scorer, request } = setUp(
            library.map(({ text: own, institutionId, group }, index) =>
              entry(`p${index}`, own, {
                institutionId,
                institution: { name: institutionId, ...(group !== undefined && { group }) },
              }),
            ),
            {
              queries: asked.map(({ text: own, enterpriseId, group, declined }) =>
                query(own, { enterpriseId, group, declined: new Set(declined) }),
              ),
              brief: analyseRecord(brief),
            },
          );
          const scored = await scorer.score(request, { perDemand, byBrief: 3, bySum: 4 }, noProgress);
          const ids = library.map((_, index) => `p${index}`);
          const pool = await scorer.detail(request, ids, noProgress);

          const best = (scores: readonly { projectId: string; score: number }[], size: number) =>
            scores
              .filter(({ score }) => score > 0)
              .sort((a, b) => b.score - a.score || (a.projectId < b.projectId ? -1 : 1))
              .slice(0, size);
          const isMasked = (document: number, demand: number) => {
            const [own, other] = [library[document]!, asked[demand]!];
            return (
              own.institutionId === other.enterpriseId ||
              other.declined.includes(`p${document}`) ||
              (other.group !== undefined && own.group === other.group)
            );
          };
          const relevance = (document: number, asker: Text) =>
            Math.round(relevanceByDefinition(asker, library[document]!.text, statistics) * 1e6) / 1e6;
          const table = library.map((_, document) =>
            asked.map(({ text: own }, demand) => (isMasked(document, demand) ? 0 : relevance(document, own))),
          );

          const close = (list: readonly { projectId: string; score: number }[]) =>
            list.map(({ projectId, score }) => ({ projectId, score: expect.closeTo(score, 5) }));
          asked.forEach((_, demand) => {
            const scores = ids.map((projectId, document) => ({ projectId, score: table[document]![demand]! }));
            expect(scored.byDemand[demand]).toEqual(close(best(scores, perDemand)));
          });
          expect(scored.byBrief).toEqual(
            close(
              best(
                ids.map((projectId, document) => ({ projectId, score: relevance(document, brief) })),
                3,
              ),
            ),
          );
          const sums = ids.map((projectId, document) => ({
            projectId,
            score: table[document]!.reduce((sum, one) => sum + one, 0),
          }));
          expect(scored.bySum.map(({ score }) => score)).toEqual(
            best(sums, 4).map(({ score }): unknown => expect.closeTo(score, 5)),
          );
          pool.forEach(({ project, pairs, briefRelevance }, document) => {
            expect(project.id).toBe(`p${document}`);
            expect(briefRelevance).toBeCloseTo(relevance(document, brief), 5);
            expect(pairs).toEqual(
              table[document]!.flatMap((one, demand) =>
                one >= 0.1 ? [{ demand, relevance: expect.closeTo(one, 5) }] : [],
              ),
            );
          });
        },
      ),
      { numRuns: 60 },
    );
  });

  it('says which gate stops a project, and takes the head of a duplicate group with the ids of the others', async () => {
    const { scorer, request } = setUp(
      [
        entry('a', { title: '锂电池' }, { patents: ['ZL10000001'], confirmedOn: '2026-01-01' }),
        entry('b', { title: '锂电池' }, { patents: ['zl 1000 0001'] }),
        entry('c', { title: '锂电池' }, { status: 'withdrawn' }),
        entry('d', { title: '锂电池' }),
        entry('e', { title: '锂电池' }, { ownership: 'disputed' }),
      ],
      { queries: [query({ title: '锂电池' })], onStage: new Set(['d']) },
    );
    const scored = await scorer.score(request, limits, noProgress);
    expect(scored.projectsScored).toBe(5);
    expect(scored.exclusions).toEqual([
      { projectId: 'b', gate: 'not-group-head' },
      { projectId: 'c', gate: 'withdrawn' },
      { projectId: 'd', gate: 'on-stage-recently' },
      { projectId: 'e', gate: 'ownership-disputed' },
    ]);
    expect(scored.byDemand[0]?.map(({ projectId }) => projectId)).toEqual(['a']);
    expect((await scorer.detail(request, ['a'], noProgress))[0]?.duplicateIds).toEqual(['b']);
  });

  it('hides affiliated and declined projects from one demand only', async () => {
    const projects = [
      entry('affiliated', { title: '锂电池' }, { institutionId: 'u', institution: { name: 'u', group: 'g' } }),
      entry('declined', { title: '锂电池' }),
      entry('free', { title: '锂电池' }),
    ];
    const { scorer, request } = setUp(projects, {
      queries: [
        query({ title: '锂电池' }, { enterpriseId: 'e', group: 'g', declined: new Set(['declined']) }),
        query({ title: '锂电池' }, { enterpriseId: 'u', declined: new Set() }),
        query({ title: '锂电池' }),
      ],
    });
    const { byDemand } = await scorer.score(request, limits, noProgress);
    expect(byDemand.map((list) => list.map(({ projectId }) => projectId))).toEqual([
      ['free'],
      ['declined', 'free'],
      ['affiliated', 'declined', 'free'],
    ]);
    const [affiliated] = await scorer.detail(request, ['affiliated'], noProgress);
    expect(affiliated?.pairs.map(({ demand }) => demand)).toEqual([2]);
  });

  it('lets no expired record stand for the others of its group', async () => {
    const { scorer, request } = setUp(
      [
        entry('a', { title: '锂电池' }, { duplicateGroup: 'g', confirmedOn: '2026-01-01', validUntil: '2026-02-28' }),
        entry('b', { title: '锂电池' }, { duplicateGroup: 'g' }),
      ],
      { queries: [query({ title: '锂电池' })] },
    );
    const scored = await scorer.score(request, limits, noProgress);
    expect(scored.exclusions).toEqual([{ projectId: 'a', gate: 'expired' }]);
    expect(scored.byDemand[0]?.map(({ projectId }) => projectId)).toEqual(['b']);
    expect((await scorer.detail(request, ['b'], noProgress))[0]?.duplicateIds).toEqual([]);
    const dayBefore = { ...request, today: '2026-02-28' };
    expect((await scorer.score(dayBefore, limits, noProgress)).exclusions).toEqual([
      { projectId: 'b', gate: 'not-group-head' },
    ]);
  });

  it('keeps a head off the stage when any member of its group was on it', async () => {
    const group = { duplicateGroup: 'g' };
    const { scorer, request } = setUp(
      [
        entry('a', { title: '锂电池' }, { ...group, confirmedOn: '2026-01-01' }),
        entry('b', { title: '锂电池' }, group),
        entry('c', { title: '锂电池' }),
      ],
      { queries: [query({ title: '锂电池' })], onStage: new Set(['b']) },
    );
    const scored = await scorer.score(request, limits, noProgress);
    expect(scored.exclusions).toEqual([
      { projectId: 'a', gate: 'on-stage-recently' },
      { projectId: 'b', gate: 'not-group-head' },
    ]);
    expect(scored.byDemand[0]?.map(({ projectId }) => projectId)).toEqual(['c']);
  });

  it('hides a head from the demand whose enterprise declined another member', async () => {
    const group = { duplicateGroup: 'g' };
    const { scorer, request } = setUp(
      [
        entry('a', { title: '锂电池' }, { ...group, confirmedOn: '2026-01-01' }),
        entry('b', { title: '锂电池' }, group),
        entry('c', { title: '锂电池' }),
      ],
      {
        queries: [
          query({ title: '锂电池' }, { enterpriseId: 'e', declined: new Set(['b']) }),
          query({ title: '锂电池' }, { enterpriseId: 'f', declined: new Set(['c']) }),
        ],
      },
    );
    const { byDemand } = await scorer.score(request, limits, noProgress);
    expect(byDemand.map((list) => list.map(({ projectId }) => projectId))).toEqual([['c'], ['a']]);
    const detail = await scorer.detail(request, ['a', 'c'], noProgress);
    expect(detail.map(({ pairs }) => pairs.map(({ demand }) => demand))).toEqual([[1], [0]]);
  });

  it('hides a head from the enterprise, and the group of companies, that another member belongs to', async () => {
    const { scorer, request } = setUp(
      [
        entry('a', { title: '锂电池' }, { duplicateGroup: 'g', confirmedOn: '2026-01-01', institutionId: 'u' }),
        entry(
          'b',
          { title: '锂电池' },
          { duplicateGroup: 'g', institutionId: 'v', institution: { name: 'v', group: 'companies' } },
        ),
      ],
      {
        queries: [
          query({ title: '锂电池' }, { enterpriseId: 'v', declined: new Set() }),
          query({ title: '锂电池' }, { enterpriseId: 'w', group: 'companies', declined: new Set() }),
          query({ title: '锂电池' }, { enterpriseId: 'x', group: 'others', declined: new Set() }),
        ],
      },
    );
    const { byDemand } = await scorer.score(request, limits, noProgress);
    expect(byDemand.map((list) => list.map(({ projectId }) => projectId))).toEqual([[], [], ['a']]);
    const [detail] = await scorer.detail(request, ['a'], noProgress);
    expect(detail?.pairs.map(({ demand }) => demand)).toEqual([2]);
  });

  it('tells the words that met', async () => {
    const { scorer, request } = setUp([entry('p', { title: '低温锂电池', summary: 'SiC 功率器件' })], {
      queries: [query({ title: '锂电池 sic', summary: '电解液' }), query({ title: '电解液' })],
    });
    const [first, second] = await scorer.explain(
      request,
      [
        { projectId: 'p', demand: 0 },
        { projectId: 'p', demand: 1 },
      ],
      8,
      noProgress,
    );
    expect(first?.words.map(({ word }) => word)).toEqual(expect.arrayContaining(['锂电池', 'sic']));
    expect(first?.words.every(({ contribution }) => contribution > 0)).toBe(true);
    expect(second).toEqual({ lexical: 0, words: [], nearWords: [] });
  });

  it('tells of what a relevance is made, of the words of the other language, and of words near in meaning', async () => {
    const rows = { w电解液: [1, 0], w溶剂: [0.8, 0.6], selectrolyt: [1, 0], w温度: [0, 1] };
    const terms = Object.keys(rows).sort() as (keyof typeof rows)[];
    const vectors = new TableVectors({
      name: 'toy',
      analyserVersion: 'words-2',
      dimensions: 2,
      terms,
      documentCounts: Uint32Array.from(terms, () => 30),
      ...quantiseRows(Float32Array.from(terms.flatMap((term) => rows[term])), 2),
    });
    const nearTerms = new Map([['w电解液', [{ term: 'selectrolyt', cosine: 0.9 }]]]);
    const projects = [
      { ...entry('p', { title: 'electrolyte' }), vector: Int8Array.of(60, 80) },
      { ...entry('q', { title: '溶剂' }), vector: Int8Array.of(100, 0) },
    ];
    const { feed, request } = setUp(projects, {
      queries: [{ ...query({ title: '电解液' }), vector: Int8Array.of(100, 0) }],
    });
    const scorer = new ReferenceLibraryScorer(feed, new StatisticsSource(folder), { nearTerms, vectors });
    const pairs = [
      { projectId: 'p', demand: 0 },
      { projectId: 'q', demand: 0 },
    ];
    const [p, q] = await scorer.explain(request, pairs, 8, noProgress);
    expect(p?.words).toEqual([{ word: 'electrolyt', contribution: expect.any(Number), standsFor: '电解液' }]);
    // The cosines .6 and 1 of a demand of one word, whose terms weigh fullness = .352315 of three that were never seen.
    expect(p?.cosine).toBeCloseTo(0.6 * 0.352315, 6);
    const [stored] = await scorer.detail(request, ['p'], noProgress);
    expect(stored?.pairs[0]?.relevance).toBeCloseTo(0.3 * (p?.cosine ?? NaN) + 0.7 * (p?.lexical ?? NaN), 5);
    expect(q).toEqual({
      lexical: 0,
      cosine: 0.352315,
      words: [],
      nearWords: [{ asked: '电解液', said: '溶剂', cosine: 0.8 }],
    });
  });

  it('gives each project the same relevance whoever else is in the library', async () => {
    const ask = { queries: [query({ title: '低温锂电池', summary: '电解液添加剂' })] };
    const [one, more] = [entry('p', { title: '锂电池电解液' }), entry('q', { title: '低温锂电池', summary: '电解液' })];
    const [alone, together] = [setUp([one], ask), setUp([one, more], ask)];
    const [pairAlone] = await alone.scorer.detail(alone.request, ['p'], noProgress);
    const [pairTogether] = await together.scorer.detail(together.request, ['p'], noProgress);
    expect(pairTogether?.pairs).toEqual(pairAlone?.pairs);
  });

  it('scores nothing for a roadshow without demands and brief', async () => {
    const { scorer, request } = setUp([entry('p', { title: '锂电池' })]);
    expect(await scorer.score(request, limits, noProgress)).toEqual({
      projectsScored: 1,
      exclusions: [],
      byDemand: [],
      byBrief: [],
      bySum: [],
    });
    expect((await scorer.detail(request, ['p'], noProgress))[0]?.briefRelevance).toBeUndefined();
  });

  it('stops when progress throws', async () => {
    const { scorer, request } = setUp([entry('p', { title: '锂电池' })]);
    await expect(scorer.score(request, limits, () => Promise.reject(new Error('cancelled')))).rejects.toThrow(
      'cancelled',
    );
  });

  it('reads a library that is not resident once for all questions of one request', async () => {
    const { scorer, request, feed } = setUp([entry('p', { title: '锂电池' })]);
    await scorer.score(request, limits, noProgress);
    await scorer.detail(request, ['p'], noProgress);
    await scorer.explain(request, [{ projectId: 'p', demand: 0 }], 3, noProgress);
    expect(feed.asked).toHaveLength(1);
  });

  it('tells progress while reading, with the total not known, and at the start and end of scoring', async () => {
    const { scorer, request } = setUp([entry('p', { title: '锂电池' }), entry('q', { title: '锂电池' })]);
    const told: (readonly [number, number])[] = [];
    await scorer.score(request, limits, async (done, total) => void told.push([done, total]));
    expect(told.filter(([, total]) => total === 0)).not.toHaveLength(0);
    expect(told.filter(([, total]) => total > 0)).toEqual([
      [0, 2],
      [2, 2],
    ]);
  });

  it('tells progress every few hundred projects and pairs, after a real turn of the event loop', async () => {
    const ids = Array.from({ length: 501 }, (_, index) => `p${String(index).padStart(3, '0')}`);
    const { scorer, request } = setUp(
      ids.map((id) => entry(id, { title: '锂电池' })),
      { queries: [query({ title: '锂电池' })] },
    );
    await scorer.score(request, limits, noProgress);
    const pairs = ids.map((projectId) => ({ projectId, demand: 0 }));
    const works = {
      detail: (progress: ScoreProgress) => scorer.detail(request, ids, progress),
      explain: (progress: ScoreProgress) => scorer.explain(request, pairs, 3, progress),
    };
    for (const work of Object.values(works)) {
      const told: (readonly [number, number])[] = [];
      let others = 0;
      const next = (): void => {
        others += 1;
        waiting = setImmediate(next);
      };
      let waiting = setImmediate(next);
      await work(async (done, total) => void told.push([done, total]));
      clearImmediate(waiting);
      expect(told).toEqual([
        [0, 501],
        [500, 501],
      ]);
      expect(others).toBeGreaterThanOrEqual(2);
      await expect(work(() => Promise.reject(new Error('cancelled')))).rejects.toThrow('cancelled');
    }
  });

  it('waits for analyses that are missing, and refuses a version that it does not have', async () => {
    const { scorer, request } = setUp([{ project: aProject({ id: 'p' }), analysis: undefined }]);
    await expect(scorer.score(request, limits, noProgress)).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'library.analysis-missing',
      details: { projects: 1 },
    });
    await expect(scorer.score({ ...request, relevanceVersion: 'words-0' }, limits, noProgress)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'match-run.version-unknown',
    });
  });

  it('waits for no analysis of a project that a gate stops', async () => {
    const bare = (given: Parameters<typeof aProject>[0]) => ({ project: aProject(given), analysis: undefined });
    const { scorer, request } = setUp([
      bare({ id: 'a', status: 'withdrawn' }),
      bare({ id: 'b', validUntil: '2026-02-28' }),
      bare({ id: 'c', ownership: 'disputed' }),
    ]);
    expect((await scorer.score(request, limits, noProgress)).exclusions).toHaveLength(3);
    const dayBefore = scorer.score({ ...request, today: '2026-02-28' }, limits, noProgress);
    await expect(dayBefore).rejects.toMatchObject({ details: { projects: 1 } });
  });

  it('knows no project that is not in the library', async () => {
    const { scorer, request } = setUp([entry('p', { title: '锂电池' })]);
    await expect(scorer.detail(request, ['q'], noProgress)).rejects.toThrow(RangeError);
  });
});

describe('StatisticsSource', () => {
  it('reads a version once', async () => {
    const source = new StatisticsSource(folder);
    expect(await source.load('1')).toBe(await source.load('1'));
    expect((await source.load('1')).documentCounts.get('w电池')).toBe(statistics.documentCounts.get('w电池'));
  });

  it.each(['2', '../1', '', '1/../1'])('fails for %p', async (version) => {
    await expect(new StatisticsSource(folder).load(version)).rejects.toMatchObject({
      kind: 'invalid',
      code: 'match-run.version-unknown',
    });
  });
});
