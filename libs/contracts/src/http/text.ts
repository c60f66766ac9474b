import { z } from 'zod';
import { printable } from '../records/fields';

/** Refuses what can neither be stored nor shown, without a limit of its own. */
const printableText = printable(Number.MAX_SAFE_INTEGER);

/**
 * Text counted in characters as a person counts them: code points, so that a rare character is one.
 * @param maximum most characters after trimming
 * @param minimum fewest characters after trimming; 0 lets the text be empty
 */
export const characters = (maximum: number, minimum = 1) =>
  z
    .string()
    .trim()
    .refine((text) => [...text].length >= minimum, { error: 'is empty', abort: true })
    .refine((text) => [...text].length <= maximum, `holds more than ${maximum} characters`)
    .refine((text) => text === '' || printableText.safeParse(text).success, 'holds characters that can not be printed')
    .meta({ minLength: minimum, maxLength: maximum });

/** An instant in UTC. */
export const instant = z.iso.datetime();
