import type { RecordOf } from '@throughtrain/contracts';
import { demandTexts, parseRecord, projectTexts } from '@throughtrain/ingestion';
import type { CodeClassifier, SuggestedList } from '@throughtrain/ranking';
import { analyse, type Analysis } from '@throughtrain/text';

/** How well the codes of one list are suggested for records whose codes are known. */
export interface CodeQuality {
  /** Records that name codes of the list. */
  readonly records: number;
  /** Share of them whose best code is one that they name. */
  readonly top1: number;
  /** Share of them that name one of the three best. */
  readonly top3: number;
  /** Share of them for which something is clear enough to be suggested. */
  readonly suggested: number;
  /** Share of those whose first suggestion is a code that they name. */
  readonly precision: number;
}

/** A record with the codes that a person has given it. */
export interface CodedRecord {
  readonly analysis: Analysis;
  readonly codes: Readonly<Record<SuggestedList, readonly string[]>>;
}

/** @param lines records as lines of an import; what the import would refuse is left out */
export function readRecords(kind: 'projects' | 'demands', lines: readonly string[]): readonly CodedRecord[] {
  return lines.flatMap((line) => {
    const record = recordOf(kind, line);
    if (record === undefined) return [];
    const texts = 'channel' in record ? projectTexts(record) : demandTexts(record);
    return [{ analysis: analyse(texts), codes: { sei: record.seiCodes, hte: record.hteCodes } }];
  });
}

/** Measures suggestions on records whose codes are withheld. */
export function measureCodes(
  classifier: CodeClassifier,
  records: readonly CodedRecord[],
): Readonly<Record<SuggestedList, CodeQuality>> {
  const told = records.map(({ analysis, codes }) => ({
    codes,
    scores: classifier.scores(analysis),
    suggested: classifier.suggest(analysis),
  }));
  const judge = (list: SuggestedList): CodeQuality =>
    qualityOf(
      told.flatMap(({ codes: { [list]: codes }, scores, suggested }) => {
        if (codes.length === 0) return [];
        const isRight = ({ code }: { readonly code: string }): boolean => codes.includes(code);
        const first = suggested.find((one) => one.list === list);
        return [{ best: scores[list].slice(0, 3).map(isRight), first: first && isRight(first) }];
      }),
    );
  return { sei: judge('sei'), hte: judge('hte') };
}

interface Judged {
  /** Whether each of the three best codes is right. */
  readonly best: readonly boolean[];
  /** Whether the first suggestion is; undefined when nothing is suggested. */
  readonly first: boolean | undefined;
}

function qualityOf(judged: readonly Judged[]): CodeQuality {
  const suggested = judged.filter(({ first }) => first !== undefined);
  const share = (all: readonly Judged[], holds: (one: Judged) => boolean): number =>
    all.filter(holds).length / Math.max(1, all.length);
  return {
    records: judged.length,
    top1: share(judged, ({ best }) => best[0] === true),
    top3: share(judged, ({ best }) => best.includes(true)),
    suggested: suggested.length / Math.max(1, judged.length),
    precision: share(suggested, ({ first }) => first === true),
  };
}

function recordOf<Kind extends 'projects' | 'demands'>(kind: Kind, line: string): RecordOf<Kind> | undefined {
  try {
    const parsed = parseRecord(kind, JSON.parse(line));
    return 'record' in parsed ? parsed.record : undefined;
  } catch {
    return undefined;
  }
}
