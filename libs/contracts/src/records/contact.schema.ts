import { contactOnFile, holdsIdentityNumber } from '@throughtrain/domain';
import { z } from 'zod';
import { printable } from './fields';

/** No number of an identity card has a place in a contact, in whatever field somebody puts it. */
const plain = (maximum: number) =>
  printable(maximum).refine((text) => !holdsIdentityNumber(text), 'holds the number of an identity card');

/** Digits with spaces, hyphens and brackets between, perhaps with an extension: 138-1234-5678, +86 (571) 88886666转801. */
const number = /^\+?[\d(][\d ()-]{4,22}\d(?: ?(?:转|-|x|ext\.?) ?\d{1,6})?$/i;

const phone = plain(40)
  .transform((text) => text.normalize('NFKC'))
  .refine((text) => number.test(text), 'is not a phone number');

const email = plain(254)
  .transform((text) => text.normalize('NFKC'))
  .refine((text) => z.email().safeParse(text).success, 'is not an e-mail address');

/** Whom to ask about a record: kept encrypted and apart from it, shown masked. */
export const contactSchema = z
  .strictObject({
    name: plain(50).describe('姓名'),
    phone: phone.optional().describe('手机或电话'),
    email: email.optional().describe('邮箱'),
  })
  .refine(({ phone: given, email: other }) => given !== undefined || other !== undefined, 'needs a phone or an email')
  .describe('业务联系人: one person, by name and by phone or e-mail; stored encrypted and never part of the record');

/** What a record says of a contact that was given before and stays. */
export const keptContact = z
  .literal(contactOnFile)
  .describe(`${contactOnFile}: the contact that was given before stays`);
