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
  type EncoderInput,
} from '@throughtrain/text';
import type { Prepared } from '../ports/record-stores.port';

/** SHA-256 of a record with its keys sorted at every level, so that the order of a file's fields is no change. */
export function hashRecord(record: object): Buffer {
  return createHash('sha256').update(canonicalJson(record)).digest();
}

/** A project with its language known, its text analysed and its contact apart. */
export function prepareProject(given: ProjectRecord): Prepared<ProjectRecord> {
  const { record, contact } = withContactApart(given);
  return { ...prepare(projectWithLanguage(record), projectInput(record)), contact };
}

/** A project with its language, where it says it or its text tells it. */
export function projectWithLanguage(record: ProjectRecord): ProjectRecord {
  return withLanguage(record, `${record.title} ${record.summary}`);
}

/** Enterprises are not analysed. */
export type PreparedEnterprise = Pick<Prepared<EnterpriseRecord>, 'record' | 'contact' | 'contentHash'>;

/** An enterprise with its contact apart. */
export function prepareEnterprise(given: EnterpriseRecord): PreparedEnterprise {
  const { record, contact } = withContactApart(given);
  return { record, contact, contentHash: hashRecord(record) };
}

/** A demand with its language known and its text analysed; indicators are part of its text. */
export function prepareDemand(record: DemandRecord): Prepared<DemandRecord> {
  const text = demandInput(record);
  return prepare(withLanguage(record, `${record.title} ${text.texts.body}`), text);
}

type AnalysedInput = Required<EncoderInput>;

/** What a project is found and encoded by. */
export function projectInput(record: ProjectRecord): AnalysedInput {
  const texts = recordTexts(record);
  return { purpose: 'document', texts, analysis: analyse(texts) };
}

/** What a demand asks with. */
export function demandInput({ title, keywords, description, indicators }: DemandRecord): AnalysedInput {
  const texts = recordTexts({ title, keywords, summary: [description, ...indicators].join('；') });
  return { purpose: 'query', texts, analysis: analyse(texts) };
}

/** A record of any kind, ready for the store of its kind. */
export type PreparedRecord =
  Prepared<ProjectRecord> | PreparedEnterprise | Prepared<DemandRecord> | { readonly record: ExpertScoreRecord };

/** Prepares a record as its kind asks. */
export function prepareRecord(kind: ImportKind, record: RecordOf<ImportKind>): PreparedRecord {
  switch (kind) {
    case 'projects':
      return prepareProject(record as ProjectRecord);
    case 'enterprises':
      return prepareEnterprise(record as EnterpriseRecord);
    case 'demands':
      return prepareDemand(record as DemandRecord);
    case 'expert-scores':
      return { record: record as ExpertScoreRecord };
  }
}

function prepare<Content extends object>(record: Content, text: AnalysedInput): Prepared<Content> {
  const terms = formatAnalysis(text.analysis);
  return { record, contentHash: hashRecord(record), analyserVersion, terms, text };
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
