import { analyseRecord, type Analysis } from '@throughtrain/text';

/** @returns the brief as a demand that has a title only; undefined when it holds no term ("", "无", "2026"): it then asks for nothing */
export function analyseBrief(brief: string): Analysis | undefined {
  const analysis = analyseRecord({ title: brief, keywords: [], summary: '' });
  return analysis.terms.length > 0 ? analysis : undefined;
}
