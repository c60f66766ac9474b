/** What a log keeps of an error. */
export interface ErrorFacts {
  readonly type: string;
  readonly message: string;
  readonly stack?: string;
  readonly code?: string;
  readonly cause?: ErrorFacts;
}

const mostCauses = 3;

/**
 * Name, message, code, stack and causes of an error. Nothing else: errors of the database carry the statement, its parameters and the values
 * of the row, and errors of the core carry details.
 */
export function errorFacts(error: unknown, causes = mostCauses): ErrorFacts {
  if (!(error instanceof Error)) return { type: typeof error, message: 'something that is no error was thrown' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return {
    type: error.name,
    message: error.message,
    ...(error.stack !== undefined && { stack: error.stack }),
    ...(code !== undefined && { code }),
    ...(error.cause instanceof Error && causes > 0 && { cause: errorFacts(error.cause, causes - 1) }),
  };
}
