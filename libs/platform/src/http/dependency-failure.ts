const networkCodes: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ETIMEDOUT',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);

/** States of PostgreSQL: class 08 is the connection, 57P01-57P03 shutting down, crashing and starting, 53300 too many connections. */
const serverStates = /^(08[0-9A-Z]{3}|57P0[123]|53300)$/;

/** What node-postgres says without a code. */
const driverMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)/;

/** Whether the error says that the database, or another server that the service needs, is away for now. */
export function isDependencyFailure(error: unknown): boolean {
  if (typeof error !== 'object' || error === null) return false;
  const { code, message, driverError } = error as Partial<Record<'code' | 'message' | 'driverError', unknown>>;
  if (typeof code === 'string' && (networkCodes.has(code) || serverStates.test(code))) return true;
  if (typeof message === 'string' && driverMessages.test(message)) return true;
  // TypeORM wraps what the driver has thrown.
  return driverError !== error && isDependencyFailure(driverError);
}
