import { createHash } from 'node:crypto';
import type { DemandRecord, ProjectRecord } from '@throughtrain/contracts';
import { analyseRecord, analyserVersion, detectLanguage, formatAnalysis } from '@throughtrain/text';
import type { Prepared } from '../ports/record-stores.port';

/** SHA-256 of a record with its keys sorted at every level, so that the order of a file's fields is no change. */
export function hashRecord(record: object): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest();
}

/** A project with its language known and its text analysed. */
export function prepareProject(record: ProjectRecord): Prepared<ProjectRecord> {
  return prepare(projectWithLanguage(record), record.summary);
}

/** A project with its language, where it says it or its text tells it. */
export function projectWithLanguage(record: ProjectRecord): ProjectRecord {
  return withLanguage(record, `${record.title} ${record.summary}`);
}

/** A demand with its language known and its text analysed; indicators are part of its text. */
export function prepareDemand(record: DemandRecord): Prepared<DemandRecord> {
  const text = [record.description, ...record.indicators].join('；');
  return prepare(withLanguage(record, `${record.title} ${text}`), text);
}

function prepare<Record extends { title: string; keywords: readonly string[] }>(
  record: Record,
  text: string,
): Prepared<Record> {
  const terms = formatAnalysis(analyseRecord({ title: record.title, keywords: record.keywords, summary: text }));
  return { record, contentHash: hashRecord(record), analyserVersion, terms };
}

function withLanguage<Record extends { language?: 'zh' | 'en' | 'other' | undefined }>(
  record: Record,
  text: string,
): Record {
  const language = record.language ?? detectLanguage(text);
  return language === undefined ? record : { ...record, language };
}

function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
