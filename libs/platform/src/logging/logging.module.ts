import { Module, RequestMethod, type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Logger, LoggerModule } from 'nestjs-pino';
import { destination as writeTo, stdTimeFunctions, type DestinationStream } from 'pino';
import type { Options } from 'pino-http';
import type { ApiConfig } from '../config/config.schema';
import { correlationHeader, correlationIdOf } from '../http/correlation-id';
import { errorFacts } from './error-facts';
import { redact } from './redaction';

export interface LoggingOptions {
  /** Name of the process, in each line. */
  readonly service: string;
  readonly level: ApiConfig['LOG_LEVEL'];
  /** Where lines go; the standard output when absent. */
  readonly destination?: DestinationStream;
}

/** One JSON object a line, for services and workers alike; Nest's own `Logger` writes through it after `useServiceLogger`. */
@Module({})
export class LoggingModule {
  static forRoot({ service, level, destination = standardOutput() }: LoggingOptions): DynamicModule {
    const options = pinoOptions(service, level);
    return {
      module: LoggingModule,
      imports: [
        LoggerModule.forRoot({
          pinoHttp: [options, destination],
          // The default, '*', is a form that the router only takes with a warning.
          forRoutes: [{ path: '{*path}', method: RequestMethod.ALL }],
        }),
      ],
    };
  }
}

/** Sends what Nest's `Logger` is told through the `LoggingModule` of the app, what was held back until now first. */
export function useServiceLogger(app: INestApplicationContext): void {
  app.useLogger(app.get(Logger));
  app.flushLogs();
}

/**
 * Lines are written at once, so that the last ones before an end are not lost. What pino does of itself, writing later and the rest
 * at the exit, never ends once the reader is gone: it tries a broken pipe again for ever, and the process stays behind.
 */
function standardOutput(): DestinationStream {
  return writeTo({ dest: 1, sync: true });
}

/** What is written of a request, an answer and an error. */
const serializers = { req: requestFacts, res: responseFacts, err: (error: unknown) => errorFacts(error) };
const serialized: ReadonlySet<string> = new Set(Object.keys(serializers));

function pinoOptions(service: string, level: ApiConfig['LOG_LEVEL']): Options {
  return {
    level,
    base: { service },
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: (said) => redact(said, serialized) },
    serializers,
    wrapSerializers: false,
    quietReqLogger: true,
    customAttributeKeys: { reqId: 'correlationId' },
    // The adapter has chosen the id already and sent it back; the header stands for the same one.
    genReqId: (request, response) => {
      const sent = response.getHeader(correlationHeader);
      return typeof sent === 'string' ? sent : correlationIdOf(request.headers);
    },
    autoLogging: { ignore: (request) => isProbe(request) },
    customLogLevel: (_request, response, error) => levelOf(response, error),
    customSuccessMessage: (_request, response) => (response.writableEnded ? 'Request answered' : 'Client left'),
    customErrorMessage: () => 'Request answered with an error',
    // Without it the error of pino-http stands for a stack that nobody threw; the filter has logged the real one.
    customErrorObject: (_request, response, _error, facts: object) => ({ ...facts, err: undefined, res: response }),
  };
}

function levelOf(response: ServerResponse, error: Error | undefined): 'error' | 'info' {
  return error !== undefined || response.statusCode >= 500 ? 'error' : 'info';
}

function isProbe(request: IncomingMessage): boolean {
  const path = pathOf(request);
  return path.startsWith('/health/') || path === '/metrics';
}

/** No query: it may hold what a person searches for. No headers and no body. */
function requestFacts(request: IncomingMessage): object {
  return { method: request.method, path: pathOf(request) };
}

/** No status for a client that left before it was told one. */
function responseFacts(response: ServerResponse): object {
  return response.headersSent ? { status: response.statusCode } : {};
}

function pathOf(request: IncomingMessage): string {
  // Middleware sees a rewritten url; the original one is kept beside it.
  const url = 'originalUrl' in request && typeof request.originalUrl === 'string' ? request.originalUrl : request.url;
  return (url ?? '').split('?', 1)[0] ?? '';
}
