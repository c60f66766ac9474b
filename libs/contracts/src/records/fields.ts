import {
  hteCodeOf,
  industryCodeOf,
  isCreditCode,
  normaliseCreditCode,
  readinessLevelOf,
  regionCodeOf,
  seiCodeOf,
} from '@throughtrain/domain';
import { z } from 'zod';

/**
 * No controls except tab and line ends, no marks that turn the direction of what stands around the text, no lone surrogates: such text can
 * not be stored, not be shown, or shows something else than it holds.
 */
const unprintable =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u0080-\u009f\u202a-\u202e\u2066-\u2069]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** Anything but spaces and marks without a shape, such as a zero-width joiner. */
const visible = /[^\p{Cf}\p{Z}\s]/u;

/** Printable text, trimmed, with something in it to see. Lengths count code points, so that a rare character is one. */
export const printable = (maximum: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(maximum)
    .refine((text) => !unprintable.test(text), { error: 'holds characters that can not be printed', abort: true })
    .refine((text) => text === '' || visible.test(text), 'holds nothing that can be seen');

/** Either the code or the label of the official form; gives the code. */
export function coded<Code extends string>(labels: Readonly<Record<Code, string>>) {
  const codes = Object.keys(labels) as [Code, ...Code[]];
  const codeOfLabel = new Map(codes.map((code) => [labels[code], code]));
  return z
    .preprocess(
      (value) => (typeof value === 'string' ? (codeOfLabel.get(value.trim()) ?? value) : value),
      z.enum(codes),
    )
    .meta({ enum: [...codes, ...codeOfLabel.keys()] });
}

const unique = <T>(items: readonly T[]): T[] => [...new Set(items)];

/** A list without repeats. */
export const distinct = <Item extends z.ZodType>(item: Item, maximum: number) =>
  z.array(item).max(maximum).transform(unique).default([]);

/** A list without repeats that may be absent: an empty one says no more. Fields that came later are such, so that the hashes of stored records still hold. */
export const some = <Item extends z.ZodType>(item: Item, maximum: number) =>
  z
    .array(item)
    .max(maximum)
    .transform((items) => (items.length === 0 ? undefined : unique(items)))
    .optional();

export const externalId = z
  .string()
  .trim()
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}._/-]{0,63}$/u, 'must be 1-64 letters, digits or . _ / -');
/** A code of a list or what is written for it; gives the code. */
const listed = (codeOf: (written: string) => string | undefined, refusal: string) =>
  z.string().transform((written, context) => {
    const code = codeOf(written);
    if (code !== undefined) return code;
    context.addIssue({ code: 'custom', message: refusal });
    return z.NEVER;
  });

export const seiCode = listed(seiCodeOf, 'is neither a code nor a name of SEI 2018');
export const hteCode = listed(hteCodeOf, 'is neither a level-3 code nor a level-3 name of HTE 2016');
export const industryCode = listed(industryCodeOf, 'is neither a code nor a name of GB/T 4754-2017, such as C38');
export const regionCode = listed(regionCodeOf, 'is neither a region code nor a region name of GB/T 2260');
/** Technology readiness level 1-13, as a number or as TRL 6, 6级. A name alone is refused: the names of levels 3 and 4 have changed places between editions. */
export const readinessLevel = z
  .preprocess((value) => (typeof value === 'string' ? readinessLevelOf(value) : value), z.int().min(1).max(13))
  .meta({ type: 'integer', minimum: 1, maximum: 13 });
export const creditCode = z
  .string()
  .transform(normaliseCreditCode)
  .refine(isCreditCode, 'does not pass the check of GB 32100-2015');
export const keyword = printable(60);
export const wan = z.number().min(0).max(10_000_000).describe('万元 (10,000 yuan)');
export const day = z.iso.date();
export const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month, YYYY-MM');
