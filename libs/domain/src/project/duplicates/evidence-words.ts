import type { DuplicateEvidence } from './compare-projects';

const mostFigures = 8;
/** Below this a similarity is chance, and nothing to be told. */
const leastTold = { title: 0.2, summary: 0.1 } as const;

/** @returns what speaks for one project, the strongest first, a sentence each in both languages */
export function evidenceInWords(evidence: DuplicateEvidence): {
  readonly zh: readonly string[];
  readonly en: readonly string[];
} {
  const { patents, registration, programmes, declaredGroup, institution, title, figures, summary, keywords, names } =
    evidence;
  const said: (readonly [zh: string, en: string])[] = [];
  const tell = (zh: string, en: string): number => said.push([zh, en]);
  if (patents.length > 0) tell(`共同专利号：${patents.join('、')}`, `Shared patent numbers: ${patents.join(', ')}`);
  if (registration !== undefined) tell(`同一批准登记号：${registration}`, `Same registration number: ${registration}`);
  if (declaredGroup) tell('申报时声明为同一成果', 'Declared to be the same project');
  if (institution === 'same') tell('同一完成单位', 'Same completing institution');
  if (programmes.length > 0)
    tell(`同一项目编号：${programmes.join('、')}`, `Same programme numbers: ${programmes.join(', ')}`);
  if (title >= leastTold.title) tell(`标题相似 ${title.toFixed(2)}`, `Similarity of titles ${title.toFixed(2)}`);
  if (figures.length > 0) {
    const [shown, more] = [figures.slice(0, mostFigures), figures.length > mostFigures ? '…' : ''];
    tell(
      `共有指标 ${figures.length} 项：${shown.join('、')}${more}`,
      `${figures.length} shared figures: ${shown.join(', ')}${more}`,
    );
  }
  if (summary >= leastTold.summary)
    tell(`摘要重合 ${percent(summary)}`, `${percent(summary)} of the shorter summary is in the other`);
  if (keywords.length > 0) tell(`共同关键词：${keywords.join('、')}`, `Shared keywords: ${keywords.join(', ')}`);
  if (names.length > 0) tell(`共有术语：${names.join('、')}`, `Shared names: ${names.join(', ')}`);
  return { zh: said.map(([zh]) => zh), en: said.map(([, en]) => en) };
}

const percent = (share: number): string => `${Math.round(share * 100)}%`;
