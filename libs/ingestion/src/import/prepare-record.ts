import { createHash } from 'node:crypto';
import type {
  DemandRecord,
  EnterpriseRecord,
  ExpertScoreRecord,
  ImportKind,
  ProjectRecord,
  RecordOf,
} from '@throughtrain/contracts';
import { contactOnFile, type Contact } from '@throughtrain/domain';
import {
  analyse,
  analyserVersion,
  detectLanguage,
  formatAnalysis,
  recordTexts,
  type AnalysedText,
  type FieldTexts,
} from '@throughtrain/text';
import type { Drafted, Prepared } from '../ports/record-stores.port';

/** SHA-256 of a record with its keys sorted at every level, so that the order of a file's fields is no change. */
export function hashRecord(record: object): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest();
}

/** A project with its language known, its text analysed and its contact apart. */
export function prepareProject(given: ProjectRecord): Prepared<ProjectRecord> {
  return analysedHere(draftProject(given));
}

function draftProject(given: ProjectRecord): Drafted<ProjectRecord> {
  const { record, contact } = withContactApart(given);
  return { ...draft(projectWithLanguage(record), projectTexts(record)), contact };
}

/** A project with its language, where it says it or its text tells it. */
export function projectWithLanguage(record: ProjectRecord): ProjectRecord {
  return withLanguage(record, `${record.title} ${record.summary}`);
}

/** Enterprises are not analysed. */
export type PreparedEnterprise = Omit<Drafted<EnterpriseRecord>, 'texts'>;

/** An enterprise with its contact apart. */
export function prepareEnterprise(given: EnterpriseRecord): PreparedEnterprise {
  const { record, contact } = withContactApart(given);
  return { record, contact, contentHash: hashRecord(record) };
}

/** A demand with its language known and its text analysed; indicators are part of its text. */
export function prepareDemand(record: DemandRecord): Prepared<DemandRecord> {
  return analysedHere(draftDemand(record));
}

function draftDemand(record: DemandRecord): Drafted<DemandRecord> {
  const texts = demandTexts(record);
  return draft(withLanguage(record, `${record.title} ${texts.body}`), texts);
}

/** The texts that a project is found and encoded by. */
export function projectTexts({ title, keywords, summary }: ProjectRecord): FieldTexts {
  return recordTexts({ title, keywords, summary });
}

/** The texts that a demand asks with. */
export function demandTexts({ title, keywords, description, indicators }: DemandRecord): FieldTexts {
  return recordTexts({ title, keywords, summary: [description, ...indicators].join('；') });
}

/** A record that has a text. */
export type TextRecord = ProjectRecord | DemandRecord;

/** A record of a kind without a text, ready for the store of its kind. */
type PreparedWithoutText = PreparedEnterprise | { readonly record: ExpertScoreRecord };

/** A record of any kind, ready for the store of its kind. */
export type PreparedRecord = Prepared<TextRecord> | PreparedWithoutText;

/** A record of any kind, ready but for the analysis of its text if it has one. */
export type DraftedRecord = Drafted<TextRecord> | PreparedWithoutText;

/** Prepares a record as its kind asks, up to the analysis. */
export function draftRecord(kind: ImportKind, record: RecordOf<ImportKind>): DraftedRecord {
  switch (kind) {
    case 'projects':
      return draftProject(record as ProjectRecord);
    case 'enterprises':
      return prepareEnterprise(record as EnterpriseRecord);
    case 'demands':
      return draftDemand(record as DemandRecord);
    case 'expert-scores':
      return { record: record as ExpertScoreRecord };
  }
}

/** Prepares a record as its kind asks. */
export function prepareRecord(kind: ImportKind, record: RecordOf<ImportKind>): PreparedRecord {
  const drafted = draftRecord(kind, record);
  return 'texts' in drafted ? analysedHere(drafted) : drafted;
}

/** @param text what was made of its texts */
export function analysed<Content>(drafted: Drafted<Content>, text: AnalysedText): Prepared<Content> {
  return { ...drafted, analyserVersion, ...text };
}

function analysedHere<Content>(drafted: Drafted<Content>): Prepared<Content> {
  return analysed(drafted, { terms: formatAnalysis(analyse(drafted.texts)) });
}

function draft<Content extends object>(record: Content, texts: FieldTexts): Drafted<Content> {
  return { record, contentHash: hashRecord(record), texts };
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
  return JSON.stringify(sorted(value));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(fields.map(([key, inner]) => [key, sorted(inner)]));
}
