import type { CodeDepth, RegionNearness } from '@throughtrain/domain';
import type { CandidatePair } from './candidate';

/** Bytes of one packed pair. */
export const packedPairBytes = 16;

const unknownByte = 0xff;
const unknownShort = 0x7fff;
/** Steps of a share in one byte, which leave 0xff for unknown. */
const shareSteps = 250;
const regions: readonly RegionNearness[] = ['same-city', 'same-province', 'neighbouring', 'apart'];

/**
 * Packs the raw inputs of a candidate's pairs, 16 bytes each, big endian: demand u16, relevance u32 (millionths), domain depth u8, readiness
 * level u8, months to the deadline i16, cooperation u8, budget share u16 (ten-thousandths), region u8, indicators met u8 and
 * unknown u8 (250ths).
 * Unpacking gives back what {@link roundPair} makes of the inputs.
 */
export function packPairs(pairs: readonly CandidatePair[]): Buffer {
  const bytes = Buffer.alloc(pairs.length * packedPairBytes, unknownByte);
  pairs.forEach((pair, index) => {
    const at = index * packedPairBytes;
    bytes.writeUInt16BE(pair.demand, at);
    bytes.writeUInt32BE(Math.round(pair.relevance * 1e6), at + 2);
    bytes.writeUInt8(pair.domainDepth ?? unknownByte, at + 6);
    bytes.writeUInt8(pair.trl ?? unknownByte, at + 7);
    bytes.writeInt16BE(pair.monthsToDeadline === undefined ? unknownShort : clampMonths(pair.monthsToDeadline), at + 8);
    bytes.writeUInt8(pair.cooperationMeets === undefined ? unknownByte : Number(pair.cooperationMeets), at + 10);
    bytes.writeUInt16BE(pair.budgetShare === undefined ? 0xffff : Math.round(pair.budgetShare * 1e4), at + 11);
    bytes.writeUInt8(pair.region === undefined ? unknownByte : regions.indexOf(pair.region), at + 13);
    if (pair.indicators === undefined) return;
    bytes.writeUInt8(Math.round(pair.indicators.met * shareSteps), at + 14);
    bytes.writeUInt8(Math.round(pair.indicators.unknown * shareSteps), at + 15);
  });
  return bytes;
}

/** @throws RangeError when the bytes are not whole pairs */
export function unpackPairs(bytes: Buffer): CandidatePair[] {
  if (bytes.length % packedPairBytes !== 0) throw new RangeError('not packed pairs');
  return Array.from({ length: bytes.length / packedPairBytes }, (_, index) => {
    const at = index * packedPairBytes;
    const depth = bytes.readUInt8(at + 6);
    const trl = bytes.readUInt8(at + 7);
    const months = bytes.readInt16BE(at + 8);
    const cooperation = bytes.readUInt8(at + 10);
    const budget = bytes.readUInt16BE(at + 11);
    const [met, open] = [bytes.readUInt8(at + 14), bytes.readUInt8(at + 15)];
    return {
      demand: bytes.readUInt16BE(at),
      relevance: bytes.readUInt32BE(at + 2) / 1e6,
      domainDepth: depth === unknownByte ? undefined : (depth as CodeDepth),
      trl: trl === unknownByte ? undefined : trl,
      monthsToDeadline: months === unknownShort ? undefined : months,
      cooperationMeets: cooperation === unknownByte ? undefined : cooperation === 1,
      budgetShare: budget === 0xffff ? undefined : budget / 1e4,
      region: regions[bytes.readUInt8(at + 13)],
      indicators: met === unknownByte ? undefined : { met: met / shareSteps, unknown: open / shareSteps },
    };
  });
}

/** Rounds inputs to what storage keeps, so that a score from stored inputs equals the score that chose. */
export function roundPair(pair: CandidatePair): CandidatePair {
  return {
    ...pair,
    relevance: Math.round(pair.relevance * 1e6) / 1e6,
    budgetShare: pair.budgetShare === undefined ? undefined : Math.round(pair.budgetShare * 1e4) / 1e4,
    monthsToDeadline: pair.monthsToDeadline === undefined ? undefined : clampMonths(pair.monthsToDeadline),
    indicators: pair.indicators && {
      met: roundShare(pair.indicators.met),
      unknown: roundShare(pair.indicators.unknown),
    },
  };
}

const roundShare = (share: number): number => Math.round(share * shareSteps) / shareSteps;

function clampMonths(months: number): number {
  return Math.min(unknownShort - 1, Math.max(-unknownShort, months));
}
