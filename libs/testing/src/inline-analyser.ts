import { analyse, Analyser, formatAnalysis, type AnalysedText, type FieldTexts } from '@throughtrain/text';

/** Analyses texts in the caller's thread. */
export class InlineAnalyser extends Analyser {
  override analyse(texts: FieldTexts): Promise<AnalysedText> {
    return Promise.resolve({ terms: formatAnalysis(analyse(texts)) });
  }
}
