import { analyse, Analyser, formatAnalysis, type FieldTexts } from '@throughtrain/text';

/** Analyses texts in the caller's thread. */
export class InlineAnalyser extends Analyser {
  override analyse(texts: FieldTexts): Promise<string> {
    return Promise.resolve(formatAnalysis(analyse(texts)));
  }
}
