import type { z } from 'zod';
import { demandRecordSchema } from './demand-record.schema';
import { enterpriseRecordSchema } from './enterprise-record.schema';
import { expertScoreRecordSchema } from './expert-score-record.schema';
import { projectRecordSchema } from './project-record.schema';

export const importKinds = ['projects', 'enterprises', 'demands', 'expert-scores'] as const;
export type ImportKind = (typeof importKinds)[number];

export const importStates = ['staging', 'queued', 'running', 'awaiting-mapping', 'completed', 'failed'] as const;
export type ImportState = (typeof importStates)[number];

/** What became of a row that a report tells of; `advised`: taken as it stands, and something might be added. */
export const rowFates = ['refused', 'changed', 'quarantined', 'advised'] as const;
export type RowFate = (typeof rowFates)[number];

/** The record that each kind of import reads. */
export const recordSchemas = {
  projects: projectRecordSchema,
  enterprises: enterpriseRecordSchema,
  demands: demandRecordSchema,
  'expert-scores': expertScoreRecordSchema,
} as const;

/** A checked record of one kind of import. */
export type RecordOf<Kind extends ImportKind> = z.infer<(typeof recordSchemas)[Kind]>;
/** One problem that a schema found. */
export type SchemaIssue = z.core.$ZodIssue;

/** Longest line of an import in bytes; a longer one is a fault of its row. */
export const longestLineBytes = 65_536;
/** Largest number of rows of one import. */
export const mostRows = 1_000_000;
/** Refused rows of one import of which the faults are kept; more are counted only. */
export const mostFaultyRows = 10_000;
