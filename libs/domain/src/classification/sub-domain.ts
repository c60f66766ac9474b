import { hte2016 } from '../data/hte-2016';
import { DomainError } from '../domain-error';

/**
 * Resolves what a reader calls a sub-domain: a code of HTE 2016, level 3, or a name, which several of them may bear.
 * @returns one or more codes, sorted
 * @throws DomainError invalid `sub-domain.unknown`
 */
export function resolveSubDomain(text: string): readonly string[] {
  const wanted = text.normalize('NFKC').trim();
  if (hte2016.has(wanted)) return [wanted];
  const named = [...hte2016].filter(([, name]) => name.normalize('NFKC') === wanted).map(([code]) => code);
  if (named.length === 0) throw new DomainError('invalid', 'sub-domain.unknown');
  return named.sort();
}
