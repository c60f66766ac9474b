/** Whom to ask about a record: personal data, kept apart from what the record says. At least one of phone and email is there. */
export interface Contact {
  readonly name: string;
  readonly phone?: string | undefined;
  readonly email?: string | undefined;
}

/** What stands in the content of a record whose contact is on file. */
export const contactOnFile = 'on-file';

const hidden = '***';

/** @returns the contact as lists and pages show it: 张**, 138****5678, z***@example.org */
export function maskContact({ name, phone, email }: Contact): Contact {
  return {
    name: `${[...name][0] ?? ''}**`,
    ...(phone !== undefined && { phone: maskPhone(phone) }),
    ...(email !== undefined && { email: maskEmail(email) }),
  };
}

/** Three digits and four of a number of eleven and more, fewer of a shorter one. */
function maskPhone(phone: string): string {
  const digits = phone.replace(/\D/g, '').replace(/^86(?=1\d{10}$)/, '');
  const [head, tail] = digits.length >= 11 ? [3, 4] : [1, 2];
  return `${digits.slice(0, head)}****${digits.slice(-tail)}`;
}

/** A name of one character is hidden whole. */
function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  const local = [...email.slice(0, at)];
  return `${local.length > 1 ? (local[0] ?? '') : ''}${hidden}${email.slice(at)}`;
}
