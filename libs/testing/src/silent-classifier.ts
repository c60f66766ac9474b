import type { CodeClassifier } from '@throughtrain/ranking';

/** Suggests nothing, for tests that are about something else. */
export const silentClassifier = { version: 'silent', suggest: () => [] } as unknown as CodeClassifier;
