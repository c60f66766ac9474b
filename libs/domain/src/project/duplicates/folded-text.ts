/** Words of titles that say nothing of what is meant; the longer before what they hold. */
const noise =
  /一种|一类|及其|以及|关键技术|技术|方法|研究|应用|开发|项目|成果|[的与和及]|\b(?:an?|the|of|for|and|with|in|on|by|to|from|using|novel|new|method|study|research|technology)\b/g;
const runs = /\p{Script=Han}+|[\p{Script=Latin}\p{Script=Greek}\d]+(?:\.\d+)?/gu;
const isHan = /^\p{Script=Han}/u;

/** A title without case, width, punctuation and the words that all titles have. */
export function foldTitle(title: string): string {
  return (title.normalize('NFKC').toLowerCase().replace(noise, ' ').match(runs) ?? []).join(' ');
}

/**
 * The pieces by which titles are compared: pairs of neighbouring characters of Chinese, whole words and names of Latin script.
 * @param folded a title after {@link foldTitle}
 */
export function titleUnits(folded: string): ReadonlySet<string> {
  const units = new Set<string>();
  for (const run of folded.split(' ')) {
    if (!isHan.test(run)) {
      if (run !== '') units.add(run);
      continue;
    }
    if (run.length === 1) units.add(run);
    for (let i = 0; i + 1 < run.length; i += 1) units.add(run.slice(i, i + 2));
  }
  return units;
}

/**
 * The pieces by which long texts are compared: three characters of Chinese, two words of Latin script, as hashes.
 * @returns ascending, each once
 */
export function shinglesOf(text: string): Uint32Array {
  const found = new Set<number>();
  let lastWord: string | undefined;
  for (const [run] of text.normalize('NFKC').toLowerCase().matchAll(runs)) {
    if (isHan.test(run)) {
      for (let i = 0; i + 2 < run.length; i += 1) found.add(hash32(run, 7, i, i + 3));
      lastWord = undefined;
    } else {
      if (lastWord !== undefined) found.add(hash32(`${lastWord} ${run}`, 7));
      lastWord = run;
    }
  }
  return Uint32Array.from(found).sort();
}

/** Letters and digits, with what joins them in identifiers and in names such as SiC-MOSFET. */
const code = /[A-Za-z\d]+(?:[-_/][A-Za-z\d]+)*/g;
const numbered = /([A-Za-z])[-_](?=\d+(?![A-Za-z\d]))/g;

/**
 * Names that are the same in every language: formulas, types and abbreviations (LiFePO4, UAV, NCM-811 as ncm811). What is only a part of an
 * identifier (UT of UT-2026-0017) is none.
 */
export function namesIn(text: string): ReadonlySet<string> {
  const told = text
    .normalize('NFKC')
    .replace(code, (written) => (isIdentifier(written) ? ' ' : written))
    .replace(numbered, '$1');
  const tokens = told.match(/(?<![\p{L}\d])[A-Za-z][A-Za-z\d]{1,19}(?![A-Za-z\d])/gu) ?? [];
  return new Set(
    tokens.filter((token) => /\d/.test(token) || /[A-Z].*[A-Z]/.test(token)).map((token) => token.toLowerCase()),
  );
}

/** Whether something is written to tell things apart, not to name them: a long number, a code with leading zeros, or with a year in it. */
function isIdentifier(written: string): boolean {
  const parts = written.split(/[-_/]/);
  return (
    /\d{6}/.test(written) ||
    /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i.test(written) ||
    (parts.length > 1 && parts.some((part) => /^[A-Za-z]{0,3}0\d+$/.test(part))) ||
    (parts.length > 2 && parts.some((part) => /^(?:19|20)\d\d$/.test(part)))
  );
}

/** FNV-1a over the UTF-16 units of a part of a text, from a seed. @returns 32 bits, unsigned */
export function hash32(text: string, seed: number, from = 0, to = text.length): number {
  let hash = 0x811c9dc5 ^ seed;
  for (let i = from; i < to; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 13)) >>> 0;
}
