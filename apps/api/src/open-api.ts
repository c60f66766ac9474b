import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import {
  importKinds,
  importRecordsSchema,
  mostJsonRecords,
  problemSchema,
  recordSchemas,
  type ImportKind,
} from '@throughtrain/contracts';
import { DomainError } from '@throughtrain/domain';
import type { FastifyInstance } from 'fastify';
import { cleanupOpenApiDoc } from 'nestjs-zod';
import { z } from 'zod';
import { uploadTypes } from './edge/upload';
import { addAnswers, answerComponents, type Operation } from './open-api-answers';

type Schema = NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string];

const description = `科技成果直通车: matches a library of sci-tech projects to the demands of local enterprises and serves the picks for a
roadshow, with reasons. Every route asks for a key (\`Authorization: Bearer tt_…\`, or the header \`x-api-key\`) and names the roles that may call it.
What belongs to another organisation answers 404. Errors are problem+json (RFC 9457) with a stable code and a correlation id.`;

const recordExamples: Readonly<Record<ImportKind, object>> = {
  projects: {
    externalId: 'CG-2026-0001',
    channel: 'open-call',
    secrecy: '公开',
    title: '工业机器人用高精度谐波减速器',
    summary: '采用新型齿形与材料热处理工艺，传动误差小于30角秒，寿命超过1万小时，已完成中试并在两家企业试用。',
    keywords: ['谐波减速器', '工业机器人'],
    seiCodes: ['2.1'],
    stage: 'intermediate',
    trl: 7,
    institution: { name: '澜州大学', regionCode: '340200' },
    patents: ['ZL 2999 1 0000001.0'],
    cooperation: ['licence', 'joint-development'],
    ownership: 'sole',
    consentToPush: true,
    contact: { name: '张三', phone: '138-0000-5678' },
    confirmedOn: '2026-05-01',
  },
  enterprises: {
    externalId: 'QY-001',
    creditCode: '91340200MT9990001E',
    name: '澜州某精密传动有限公司',
    regionCode: '340200',
    mainProducts: '精密减速器、伺服电机',
    size: 'medium',
  },
  demands: {
    externalId: 'XQ-001',
    enterpriseExternalId: 'QY-001',
    title: '谐波减速器柔轮疲劳寿命提升',
    description: '现有柔轮在高负载下寿命不足5000小时，需要新材料或热处理方案，寿命达到1万小时以上。',
    keywords: ['谐波减速器', '柔轮'],
    seiCodes: ['2.1'],
    indicators: ['寿命≥10000小时'],
    budgetWan: 200,
    cooperation: ['joint-development'],
    deadline: '2027-06',
  },
  'expert-scores': {
    externalId: 'CG-2026-0001',
    channel: 'open-call',
    rater: 'ZJ-017',
    raterInstitution: { name: '澜州工程大学' },
    lead: 82,
    feasibility: 75,
    prospect: 88,
    scoredOn: '2026-05-20',
    conflict: 'none',
  },
};

/** The OpenAPI document of the versioned routes. */
export function describeApi(app: INestApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Throughtrain 科技成果直通车')
    .setDescription(description)
    .setVersion('1')
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: 'An API key, tt_…' })
    .addSecurity('header', { type: 'apiKey', in: 'header', name: 'x-api-key', description: 'The same key, by itself' });
  const operationIdFactory = (controller: string, method: string): string =>
    `${controller.replace(/Controller$/, '')}_${method}`;
  const document = withPlainNames(
    cleanupOpenApiDoc(SwaggerModule.createDocument(app, builder.build(), { operationIdFactory })),
  );
  const paths = Object.fromEntries(Object.entries(document.paths).filter(([path]) => path.startsWith('/v1/')));
  for (const kind of importKinds) addUpload(paths[`/v1/imports/${kind}`]?.post, kind);
  const operations = Object.values(paths).flatMap(({ get, post, put, delete: remove }) =>
    [get, post, put, remove].filter((operation) => operation !== undefined),
  );
  for (const operation of operations) letBodyBeAbsent(operation, document);
  addAnswers(operations);
  return {
    ...document,
    paths,
    components: {
      ...document.components,
      responses: answerComponents(),
      schemas: { ...document.components?.schemas, Problem: jsonSchema(problemSchema), ...recordComponents() },
    },
  };
}

/** Files of Swagger UI that its page asks for; the package holds maps and logs besides. */
const pageFiles: ReadonlySet<unknown> = new Set([
  'swagger-ui.css',
  'swagger-ui-bundle.js',
  'swagger-ui-standalone-preset.js',
  'favicon-16x16.png',
  'favicon-32x32.png',
]);

/** Serves the document at `/docs-json` and for people at `/docs`. */
export function serveApiDocs(app: NestFastifyApplication): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  // Before the files are looked for: what a path such as `..` is to the file system is not of interest.
  fastify.addHook('onRequest', ({ routeOptions, params }, _reply, done) => {
    const isNoPageFile = routeOptions.url === '/docs/*' && !pageFiles.has((params as { '*'?: unknown })['*']);
    done(isNoPageFile ? new DomainError('not-found', 'route.not-found') : undefined);
  });
  SwaggerModule.setup('docs', app, () => describeApi(app), { customSiteTitle: 'Throughtrain API' });
}

/** Answers are named by their DTOs, without the suffix that marks the form in which they go out. */
function withPlainNames(document: OpenAPIObject): OpenAPIObject {
  const suffix = /_Output$/;
  const names = Object.keys(document.components?.schemas ?? {});
  const clash = names.find((name) => suffix.test(name) && names.includes(name.replace(suffix, '')));
  if (clash !== undefined) throw new Error(`${clash} is also the name of a request`);
  return JSON.parse(JSON.stringify(document).replace(/_Output"/g, '"')) as OpenAPIObject;
}

/** A body that has a value when it is absent need not be sent. */
function letBodyBeAbsent({ requestBody }: Operation, { components }: OpenAPIObject): void {
  if (requestBody === undefined || '$ref' in requestBody) return;
  const schema = requestBody.content['application/json']?.schema;
  if (schema === undefined || !('$ref' in schema)) return;
  const referred = components?.schemas?.[schema.$ref.split('/').at(-1) ?? ''];
  if (referred !== undefined && 'default' in referred) requestBody.required = false;
}

/** An upload is read as a stream, past the DTOs, so its body is described here. */
function addUpload(operation: Operation | undefined, kind: ImportKind): void {
  if (operation === undefined) throw new Error(`no route imports ${kind}`);
  const record = recordExamples[kind];
  const records = {
    type: 'array',
    minItems: 1,
    maxItems: mostJsonRecords,
    items: { $ref: `#/components/schemas/${recordName(kind)}` },
  } as const;
  operation.requestBody = {
    required: true,
    description:
      'A CSV or XLSX table with a header, or NDJSON with one record a line, each also gzipped and known by its content; or JSON `{"records": […]}`. Records are judged one by one: bad ones become faults.',
    content: {
      'application/json': {
        schema: { ...jsonSchema(importRecordsSchema), properties: { records } },
        example: { records: [record] },
      },
      ...Object.fromEntries(uploadTypes.map((type) => [type, { schema: { type: 'string', format: 'binary' } }])),
      'application/x-ndjson': { schema: { type: 'string' }, example: `${JSON.stringify(record)}\n` },
    },
  };
}

const recordName = (kind: ImportKind): string =>
  `${kind.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase()).slice(0, -1)}Record`;

function recordComponents(): Record<string, Schema> {
  return Object.fromEntries(importKinds.map((kind) => [recordName(kind), jsonSchema(recordSchemas[kind])]));
}

function jsonSchema(schema: z.ZodType): Schema {
  const { $schema: _, ...described } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return described as Schema;
}
