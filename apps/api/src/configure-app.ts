import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpAdapter, ProblemFilter, registerSecurityHeaders, type ApiConfig } from '@throughtrain/platform';
import type { FastifyInstance } from 'fastify';
import { ApiModule } from './api.module';
import { registerUploads } from './edge/upload';
import { serveApiDocs } from './open-api';

/** Largest list of records as JSON: a thousand ordinary ones fit; more go as a stream. Other bodies have the limit of the adapter. */
const importBodyBytes = 16 * 1_048_576;

/** Everything about the app that is not a module, the same for the service and for tests. */
export async function configureApp(app: NestFastifyApplication, config: Pick<ApiConfig, 'PLAIN_HTTP'>): Promise<void> {
  setPaths(app);
  app.useGlobalFilters(new ProblemFilter());
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  registerUploads(fastify);
  widenImports(fastify);
  forbidStoring(fastify);
  await registerSecurityHeaders(app, { plainHttp: config.PLAIN_HTTP });
  serveApiDocs(app);
}

/** Puts the routes below `/v1`; those of supervisors stay where supervisors expect them. */
export function setPaths(app: NestFastifyApplication): void {
  app.setGlobalPrefix('v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
}

function widenImports(fastify: FastifyInstance): void {
  fastify.addHook('onRoute', (route) => {
    if (route.url.startsWith('/v1/imports/')) route.bodyLimit = importBodyBytes;
  });
}

/** Answers hold keys, and what only one organisation may see. Errors, those of unknown routes included, say the same by themselves. */
function forbidStoring(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    if (request.routeOptions.url?.startsWith('/v1/') === true) reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}

/** The app as it is served, not yet listening. */
export async function createApi(config: ApiConfig): Promise<NestFastifyApplication> {
  // The body parsers of Nest would add forms; Fastify reads JSON by itself.
  const options = { bufferLogs: true, bodyParser: false };
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.forRoot(config), createHttpAdapter(), options);
  await configureApp(app, config);
  return app;
}
