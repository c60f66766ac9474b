import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { codeDepth, type IntentLevel } from '@throughtrain/domain';
import { aCandidate } from '@throughtrain/testing';
import { readIndicators } from '@throughtrain/text';
import type { WeightProfile } from './profile/weight-profile';
import { budgetShareOf } from './features/pair/budget.feature';
import { matchPair, pairFeatures } from './features/pair/pair-features';
import { matchForPick, matchRoadshow, roadshowFeatures } from './features/roadshow/roadshow-features';
import type { RoadshowInputs } from './features/roadshow/roadshow-inputs';
import type { PairInputs } from './features/pair/pair-inputs';
import { compareIndicators, indicatorShares } from './indicators/compare-indicators';
import { scorePick } from './pick/choose-picks';
import { intentEstimate } from './pick/intent-estimate';
import { weightProfile1 } from './profile/weight-profile';
import { weightSettings } from './profile/weight-settings';
import { rank } from './rank';
import { bm25, type TermOccurrence } from './relevance/bm25';
import { joinRelevance } from './relevance/join-relevance';
import { lexicalRelevance } from './relevance/lexical-query';
import { poolDepth, relevanceInForce } from './relevance/relevance-version';

interface Example {
  readonly level: string;
  readonly feature: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly value: number;
  /** Whether the value is known; a neutral value is not. */
  readonly known?: boolean;
}

const text = readFileSync(join(__dirname, '../../../docs/scoring.md'), 'utf8');
const examples = [...text.matchAll(/^```json\n(.*?)^```$/gms)].map(([, json]) => JSON.parse(json ?? '') as Example);

/** Inputs of a pair or of a roadshow of which the example tells only what it is about. */
const pairInputs = (inputs: object): PairInputs => ({ relevance: 0, ...inputs });
const roadshowInputs = (inputs: object): RoadshowInputs => ({
  relevanceByEnterprise: [],
  enterprises: 1,
  quality: { patents: 0, cooperationModes: 0 },
  ...inputs,
});
const termOf = (
  terms: ReturnType<typeof matchPair>['terms'] | ReturnType<typeof matchRoadshow>['terms'],
  feature: string,
) => terms.find((term) => term.feature === feature);

/** What each example that is not a feature computes. */
const computed: Readonly<Record<string, (inputs: never, profile: WeightProfile) => number>> = {
  'A bm25': (inputs: TermOccurrence) => bm25(inputs, relevanceInForce),
  'A lex': ({ S, Z }: { S: number; Z: number }) => lexicalRelevance(S, Z),
  'A relevance': ({ lex, cos, fullness = 1 }: { lex: number; cos?: number; fullness?: number }) =>
    joinRelevance(lex, cos === undefined ? undefined : fullness * cos, relevanceInForce.meaningShare),
  'A pool depth': ({ demands }: { demands: number }) => poolDepth(demands, relevanceInForce),
  'B budget share': (inputs: { budgetWan: number; priceWan: { min: number; max: number } }) =>
    budgetShareOf(inputs.budgetWan, inputs.priceWan),
  'B code depth': ({
    left,
    right,
  }: Readonly<Record<'left' | 'right', { hteCodes?: string[]; seiCodes?: string[] }>>) => {
    const none = { hteCodes: [], seiCodes: [] };
    return codeDepth({ ...none, ...left }, { ...none, ...right }) ?? NaN;
  },
  'B figures': ({ demand, project }: { demand: string; project: string }) => {
    const { met, unknown } = indicatorShares(compareIndicators(readIndicators(demand), readIndicators(project))) ?? {
      met: NaN,
      unknown: NaN,
    };
    return met + unknown / 2;
  },
  'B match': ({ hasIndicators, ...inputs }: { hasIndicators?: boolean }, profile) =>
    matchPair(pairInputs(inputs), profile, hasIndicators).score,
  'C match': ({ hasBrief, ...inputs }: { hasBrief: boolean }, profile) =>
    matchRoadshow(roadshowInputs(inputs), profile, hasBrief).score,
  'C domain in roadshow': ({ seiCodes, domain }: { seiCodes: string[]; domain: string }, profile) => {
    const context = { domain, hasBrief: true, demands: [] };
    const terms = rank([aCandidate({ projectId: 'p', seiCodes })], profile, context)[0]?.terms;
    return termOf(terms ?? [], 'domain')?.value ?? NaN;
  },
  'D match': (inputs: { terms: { feature: string; value: number; weight: number }[] }) => matchForPick(inputs.terms),
  'D intent': ({ answers }: { answers: IntentLevel[] }, profile) => intentEstimate(answers, profile),
  'D pick score': (
    { answers, ...inputs }: { match: number; quality: RoadshowInputs['quality']; answers: IntentLevel[] },
    profile,
  ) =>
    scorePick(
      { projectId: 'p', ...inputs, answers: answers.map((level, index) => ({ enterpriseId: `e${index}`, level })) },
      profile,
      false,
    ).score,
};

function evaluate({ level, feature, inputs }: Example): { readonly value: number; readonly known: boolean } {
  const compute = computed[`${level} ${feature}`];
  if (compute !== undefined) return { value: compute(inputs as never, weightProfile1), known: true };
  const term =
    level === 'B'
      ? termOf(matchPair(pairInputs(inputs), weightProfile1, feature === 'indicator').terms, feature)
      : termOf(matchRoadshow(roadshowInputs(inputs), weightProfile1, true).terms, feature);
  if (term === undefined) throw new Error(`docs/scoring.md: no feature ${level} ${feature}`);
  return term;
}

describe('docs/scoring.md', () => {
  it.each(examples)('level $level, $feature: $inputs gives $value', (example) => {
    const { value, known } = evaluate(example);
    expect(value).toBeCloseTo(example.value, 6);
    expect(known).toBe(example.known ?? true);
  });

  it.each([
    ['B', pairFeatures],
    ['C', roadshowFeatures],
  ] as const)('has an example of every feature of level %s, and one of its neutral value', (level, features) => {
    for (const feature of features) {
      const own = examples.filter((example) => example.level === level && example.feature === feature.name);
      expect([feature.name, own.some(({ known = true }) => known)]).toEqual([feature.name, true]);
      if ('neutral' in feature)
        expect([feature.name, own.some(({ known }) => known === false)]).toEqual([feature.name, true]);
    }
  });

  it('has an example of everything else that is computed', () => {
    const shown = new Set(examples.map(({ level, feature }) => `${level} ${feature}`));
    for (const name of Object.keys(computed)) expect([name, shown.has(name)]).toEqual([name, true]);
  });

  it('lists every setting of weight profile 1 with its value, unit and range', () => {
    const rows = [...text.matchAll(/^\| `([\w.]+)` \| ([\d.]+) \| (\w+) \| ([\d.]+) to ([\d.]+) \|/gm)].map(
      ([, key, value, unit, min, max]) => ({ key, value: Number(value), unit, min: Number(min), max: Number(max) }),
    );
    expect(rows).toEqual(weightSettings.map(({ key, value, unit, min, max }) => ({ key, value, unit, min, max })));
  });
});
