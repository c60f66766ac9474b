import { hash32 } from './folded-text';
import type { ProjectTraits } from './project-traits';

/** A key under which a project is filed, so that it is compared with those that share keys with it and not with the whole library. */
export interface MeetingKey {
  /** An integer below 2^53. */
  readonly hash: number;
  /** One is enough to be compared: a number, a declared group, much of the text. Of the others it takes two. */
  readonly alone: boolean;
}

/** Units of a title and figures of a text that are filed: the smallest by hash, so that records that share many share some of these. */
const mostUnits = 8;
const mostFigures = 12;
const mostFiguresOfIdentity = 4;
const mostRareFigures = 3;
const bands = 4;

/** Keys of the numbers and the declared group by which records are joined for certain. @returns hashes of {@link meetingKeys} that stand alone */
export function identityKeys({ patents, registration, declaredGroup }: ProjectTraits): readonly number[] {
  const keys = patents.map((number) => hash53(`patent ${number}`));
  if (registration !== undefined) keys.push(hash53(`registration ${registration}`));
  if (declaredGroup !== undefined) keys.push(hash53(`group ${declaredGroup}`));
  return keys;
}

/**
 * Everything under which a project is filed: its numbers, its title and four samples of its text, of which two copies share one almost surely;
 * with the name of its institution, and of the house that this is a part of, units of the title, figures and numbers of programmes; with the
 * identity of the institution, which has names in two languages, figures; and figures that are rare by themselves.
 * @returns each once, at most 52 beside the numbers
 */
export function meetingKeys(traits: ProjectTraits): readonly MeetingKey[] {
  const { institution, institutionId, foldedTitle, programmes } = traits;
  const figures = smallest(traits.figures.map(({ key }) => key));
  const rare = smallest(traits.figures.filter(({ weight }) => weight >= 2).map(({ key }) => key));
  const alone = [...identityKeys(traits), hash53(`title ${foldedTitle}`), ...textSamples(traits.shingles)];
  const together = rare.slice(0, mostRareFigures).map((key) => `figure ${key}`);
  const units = smallest([...traits.titleUnits]).slice(0, mostUnits);
  for (const name of namesOf(institution)) {
    alone.push(...programmes.map((number) => hash53(`programme ${name} ${number}`)));
    together.push(...units.map((unit) => `title ${name} ${unit}`));
    together.push(...figures.slice(0, mostFigures).map((key) => `figure ${name} ${key}`));
  }
  if (institutionId !== undefined)
    together.push(...figures.slice(0, mostFiguresOfIdentity).map((key) => `figure ${institutionId} ${key}`));
  const keys = new Map(together.map(hash53).map((hash) => [hash, { hash, alone: false }]));
  for (const hash of alone) keys.set(hash, { hash, alone: true });
  return [...keys.values()];
}

/** @returns the name, and that of the house whose school or department it is */
function namesOf(institution: string | undefined): readonly string[] {
  if (institution === undefined) return [];
  const [house = institution] = /^.+?(?:大学|研究院|研究所|公司)/.exec(institution) ?? [];
  return [...new Set([institution, house])];
}

/** Minhash in bands of two: texts of which four fifths of the shingles are the same share a band with a chance of 98%. */
function textSamples(shingles: Uint32Array): number[] {
  if (shingles.length === 0) return [];
  return Array.from({ length: bands }, (_, band) => {
    let [first, second] = [0xffffffff, 0xffffffff];
    for (const shingle of shingles) {
      first = Math.min(first, scatter(shingle, 2 * band));
      second = Math.min(second, scatter(shingle, 2 * band + 1));
    }
    return hash53(`text ${band} ${first} ${second}`);
  });
}

function scatter(value: number, row: number): number {
  let hash = Math.imul(value ^ Math.imul(row + 1, 0x9e3779b1), 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

/** @returns the texts in the order of their hashes, which is the same for every project */
function smallest(texts: readonly string[]): readonly string[] {
  return texts
    .map((text) => ({ text, hash: hash32(text, 3) }))
    .sort((a, b) => a.hash - b.hash)
    .map(({ text }) => text);
}

function hash53(text: string): number {
  return (hash32(text, 1) >>> 11) * 0x1_0000_0000 + hash32(text, 2);
}
