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
  list: SuggestedList,
): CodeQuality {
  const judged = records
    .filter(({ codes }) => codes[list].length > 0)
    .map(({ analysis, codes }) => {
      const isRight = ({ code }: { readonly code: string }): boolean => codes[list].includes(code);
      const [first] = classifier.suggest(analysis).filter((one) => one.list === list);
      return {
        places: classifier.scores(analysis)[list].slice(0, 3).map(isRight),
        first: first && isRight(first),
      };
    });
  const share = (of: readonly unknown[], all: readonly unknown[]): number => of.length / Math.max(1, all.length);
  const suggested = judged.filter(({ first }) => first !== undefined);
  return {
    records: judged.length,
    top1: share(
      judged.filter(({ places }) => places[0]),
      judged,
    ),
    top3: share(
      judged.filter(({ places }) => places.includes(true)),
      judged,
    ),
    suggested: share(suggested, judged),
    precision: share(
      suggested.filter(({ first }) => first),
      suggested,
    ),
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
