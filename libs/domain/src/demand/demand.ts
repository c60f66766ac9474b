import type { Language } from '../project/project';
import type { Cooperation } from '../project/value-lists';

/** What one revision of a demand says. */
export interface DemandContent {
  readonly title: string;
  readonly description: string;
  readonly keywords: readonly string[];
  readonly language?: Language;
  readonly seiCodes: readonly string[];
  readonly hteCodes: readonly string[];
  readonly indicators: readonly string[];
  readonly budgetWan?: number;
  readonly cooperation: readonly Cooperation[];
  /** Month (YYYY-MM) by which the enterprise needs the solution. */
  readonly deadline?: string;
}
