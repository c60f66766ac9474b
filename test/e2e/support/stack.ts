import type { Server } from 'node:http';
import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OrganisationKind, Role } from '@throughtrain/domain';
import { RegisterPrincipal, type RegisteredPrincipal } from '@throughtrain/ingestion';
import {
  apiConfigSchema,
  createHttpAdapter,
  ingestConfigSchema,
  matcherConfigSchema,
  parseConfig,
  SecretBox,
  useServiceLogger,
} from '@throughtrain/platform';
import { freePort } from '@throughtrain/platform/embedded';
import { createTestDatabase } from '@throughtrain/testing';
import request from 'supertest';
import type { z } from 'zod';
import { createApi } from '../../../apps/api/src/configure-app';
import { IngestModule } from '../../../apps/ingest/src/ingest.module';
import { MatcherModule } from '../../../apps/matcher/src/matcher.module';

/** The api, and the workers where asked for, on a database of their own, in this process. */
export interface Stack {
  readonly api: NestFastifyApplication;
  readonly databaseUrl: string;
  /** Registers who may act, past the api, as the first start does. */
  register(name: string, kind: OrganisationKind, roles: readonly Role[]): Promise<RegisteredPrincipal>;
  as(key: string | undefined): Client;
  stop(): Promise<void>;
}

export async function startStack({
  workers = false,
  settings = {},
}: { workers?: boolean; settings?: Record<string, string> } = {}): Promise<Stack> {
  const database = await createTestDatabase();
  const scorerPort = String(await freePort());
  const environment = {
    DATABASE_URL: database.url,
    DATA_KEY: SecretBox.newKey(),
    DATABASE_POOL_SIZE: '5',
    LOG_LEVEL: 'silent',
    RATE_LIMIT_PER_MINUTE: '100000',
    MATCHER_SCORER_PORT: scorerPort,
    SCORER_URL: `http://127.0.0.1:${scorerPort}`,
    SCORER_SECRET: SecretBox.newKey(),
    ...settings,
  };
  const api = await createApi(parseConfig(apiConfigSchema, environment));
  await start(api);
  const apps = [api];
  if (workers) {
    apps.push(await startWorker(IngestModule.forRoot(parseConfig(ingestConfigSchema, environment))));
    apps.push(await startWorker(MatcherModule.forRoot(parseConfig(matcherConfigSchema, environment))));
  }
  return {
    api,
    databaseUrl: database.url,
    register: (name, kind, roles) =>
      api.get(RegisterPrincipal).execute(undefined, { organisation: { name, kind }, name, roles }),
    as: (key) => new Client(api.getHttpServer(), key),
    stop: async () => {
      for (const app of apps) await app.close();
      await database.drop();
    },
  };
}

export async function startWorker(module: DynamicModule): Promise<NestFastifyApplication> {
  const worker = await NestFactory.create<NestFastifyApplication>(module, createHttpAdapter(), { bufferLogs: true });
  return start(worker);
}

/** Without a port: it is asked by `inject` and `supertest`. */
export async function start(app: NestFastifyApplication): Promise<NestFastifyApplication> {
  useServiceLogger(app);
  await app.init();
  await app.getHttpAdapter().getInstance().ready();
  return app;
}

/** Calls the api with a key, or without one. */
export class Client {
  constructor(
    private readonly server: Server,
    private readonly key: string | undefined,
  ) {}

  get(path: string): request.Test {
    return this.send('get', path);
  }

  post(path: string, body?: object): request.Test {
    return this.send('post', path, body);
  }

  put(path: string, body?: object): request.Test {
    return this.send('put', path, body);
  }

  delete(path: string): request.Test {
    return this.send('delete', path);
  }

  send(method: 'get' | 'post' | 'put' | 'delete', path: string, body?: object): request.Test {
    const test = request(this.server)[method](path);
    if (this.key !== undefined) void test.set('authorization', `Bearer ${this.key}`);
    return body === undefined ? test : test.send(body);
  }
}

/** The body of an answer with this status, checked by its contract. */
export async function answer<Schema extends z.ZodType>(
  test: request.Test,
  status: number,
  schema: Schema,
): Promise<z.output<Schema>> {
  const { status: given, body } = (await test) as { status: number; body: unknown };
  if (given !== status) throw new Error(`expected ${status}, got ${given}: ${JSON.stringify(body)}`);
  return schema.parse(body);
}
