import { DomainError, type UnreadableReason } from '@throughtrain/domain';

/** The refusal of a file as a whole; `where` names a row or a column of it, never the value of a cell. */
export function unreadable(reason: UnreadableReason, where: Readonly<Record<string, unknown>> = {}): DomainError {
  return new DomainError('invalid', 'import.unreadable', { reason, ...where });
}
