import { createHash } from 'node:crypto';
import type { DemandRecord, EnterpriseRecord, ProjectRecord } from '@throughtrain/contracts';
import { contactOnFile, type Contact } from '@throughtrain/domain';
import { analyseRecord, analyserVersion, detectLanguage, formatAnalysis } from '@throughtrain/text';
import type { Prepared } from '../ports/record-stores.port';

/** SHA-256 of a record with its keys sorted at every level, so that the order of a file's fields is no change. */
export function hashRecord(record: object): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest();
}

/** A project with its language known, its text analysed and its contact apart. */
export function prepareProject(given: ProjectRecord): Prepared<ProjectRecord> {
  const { record, contact } = withContactApart(given);
  return { ...prepare(projectWithLanguage(record), record.summary), contact };
}

/** A project with its language, where it says it or its text tells it. */
export function projectWithLanguage(record: ProjectRecord): ProjectRecord {
  return withLanguage(record, `${record.title} ${record.summary}`);
}

/** An enterprise with its contact apart. */
export function prepareEnterprise(
  given: EnterpriseRecord,
): Pick<Prepared<EnterpriseRecord>, 'record' | 'contact' | 'contentHash'> {
  const { record, contact } = withContactApart(given);
  return { record, contact, contentHash: hashRecord(record) };
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

/** What stays with the record is that there is a contact, so that a new one is no new content. */
function withContactApart<Record extends { contact?: Contact | undefined; contactRef?: string | undefined }>(
  given: Record,
): { record: Record; contact?: Contact | undefined } {
  const { contact, ...record } = given;
  if (contact === undefined) return { record: record as Record };
  return { record: { ...record, contactRef: contactOnFile } as Record, contact };
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
