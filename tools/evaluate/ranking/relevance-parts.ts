import { relevanceInForce, type RelevanceVersion } from '@throughtrain/ranking';
import type { NearTerms } from '@throughtrain/text';

/** Parts of the relevance that are measured side by side. */
export const relevanceParts = ['words', 'meaning', 'hybrid'] as const;
export type RelevancePart = (typeof relevanceParts)[number];

export interface PartSettings {
  readonly version: RelevanceVersion;
  readonly nearTerms?: NearTerms;
}

/** The relevance in force; of it the words alone, without those of the other language; or the cosine alone. */
export function settingsOf(part: RelevancePart, nearTerms: NearTerms): PartSettings {
  const { version } = relevanceInForce;
  switch (part) {
    case 'words':
      return { version: { ...relevanceInForce, version: `${version}:words`, meaningShare: 0 } };
    case 'meaning':
      return { version: { ...relevanceInForce, version: `${version}:meaning`, meaningShare: 1 } };
    case 'hybrid':
      return { version: relevanceInForce, nearTerms };
  }
}
