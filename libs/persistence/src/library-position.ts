/** A transaction that may still run, or has not begun, on the server that is named. */
export interface Position {
  readonly server: string;
  readonly transaction: bigint;
}

/** @throws RangeError for what is no position */
export function parsePosition(position: string): Position {
  const [, server, transaction] = /^(\d+):(\d+)$/.exec(position) ?? [];
  if (server === undefined || transaction === undefined) throw new RangeError('not a library position');
  return { server, transaction: BigInt(transaction) };
}
