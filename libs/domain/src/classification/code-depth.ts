import { domainDepth } from './industry-domain';

/** How near the codes of two records are, in levels of the HTE tree that they share: 3 the same sub-domain, 0 nothing. */
export type CodeDepth = 0 | 1 | 2 | 3;

interface Codes {
  readonly hteCodes: readonly string[];
  readonly seiCodes: readonly string[];
}

/** Digits of a code of HTE 2016 up to each of its levels. */
const digitsOfLevel = [2, 3, 5] as const;

/**
 * Distance of two sets of HTE codes, best pair; of SEI codes where a side names no HTE code. An SEI code of level 2 is about as wide as the second
 * level of HTE: 5.2 takes in batteries, motors and brakes.
 * @returns 3 same third level, 2 same second level or same SEI code, 1 same first level of either, 0 apart; undefined when a side has no code
 */
export function codeDepth(left: Codes, right: Codes): CodeDepth | undefined {
  if (left.hteCodes.length === 0 || right.hteCodes.length === 0) return domainDepth(left.seiCodes, right.seiCodes);
  let depth: CodeDepth = 0;
  for (const a of left.hteCodes)
    for (const b of right.hteCodes) depth = Math.max(depth, sharedLevels(a, b)) as CodeDepth;
  return depth;
}

function sharedLevels(a: string, b: string): number {
  return digitsOfLevel.filter((digits) => a.slice(0, digits) === b.slice(0, digits)).length;
}
