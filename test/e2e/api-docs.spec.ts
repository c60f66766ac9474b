import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { errorMessages, roles } from '@throughtrain/domain';
import { startStack, type Client, type Stack } from './support/stack';

interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly 'x-roles': readonly string[];
  readonly requestBody?: { readonly required: boolean };
  readonly responses: Readonly<Record<string, { readonly description: string; readonly headers?: object }>>;
}

interface Components {
  readonly securitySchemes: Readonly<Record<string, object>>;
  readonly schemas: Readonly<Record<string, { readonly properties: Readonly<Record<string, { enum?: string[] }>> }>>;
}

describe('what the service tells of itself', () => {
  let stack: Stack;
  let anybody: Client;

  beforeAll(async () => {
    stack = await startStack();
    anybody = stack.as(undefined);
  });

  afterAll(() => stack.stop());

  const listen = async (): Promise<{ hostname: string; port: number }> => {
    await stack.api.listen(0, '127.0.0.1');
    return { hostname: '127.0.0.1', port: (stack.api.getHttpServer().address() as AddressInfo).port };
  };

  it('serves the committed OpenAPI document', async () => {
    const committed: unknown = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8'));
    const { body } = (await anybody.get('/docs-json').expect(200)) as { body: unknown };
    expect(body).toEqual(committed);
  });

  describe('describes each operation', () => {
    let operations: (Operation & { readonly of: string })[];
    beforeAll(async () => {
      const { body } = (await anybody.get('/docs-json').expect(200)) as { body: { paths: Record<string, object> } };
      operations = Object.entries(body.paths).flatMap(([path, methods]) =>
        Object.entries(methods).map(([method, told]) => ({ ...(told as Operation), of: `${method} ${path}` })),
      );
    });
    const named = (id: string) => operations.find(({ operationId }) => operationId === id)!;

    it('with the roles that may call it and the problems that its callers meet', () => {
      expect(operations.length).toBeGreaterThan(30);
      for (const { of, description, responses, 'x-roles': allowed } of operations) {
        const isForAll = allowed.length === roles.length;
        expect([of, description]).toEqual([of, isForAll ? 'For every role.' : `For the roles: ${allowed.join(', ')}.`]);
        expect([of, ...Object.keys(responses)]).toEqual(expect.arrayContaining(['401', '429', 'default']));
        expect([of, '403' in responses]).toEqual([of, !isForAll]);
        if (of.includes('Id}')) expect([of, ...Object.keys(responses)]).toContain('404');
      }
      expect(named('PickList_publish').responses['409']!.description).toContain(
        '`pick-list.empty`: An empty pick list',
      );
    });

    it('with what it takes and where its answer leads', () => {
      expect(named('Shortlist_freeze').requestBody!.required).toBe(false);
      expect(named('Roadshow_create').requestBody!.required).toBe(true);
      expect(named('Roadshow_create').responses['201']!.headers).toHaveProperty('Location');
      expect(named('Import_demands').responses['202']!.headers).toHaveProperty('Location');
    });
  });

  it('names both ways of sending the key, which is no token that clients could read', async () => {
    const { body } = (await anybody.get('/docs-json').expect(200)) as { body: { components: Components } };
    const { bearer, header } = body.components.securitySchemes;
    expect(bearer).toEqual({ type: 'http', scheme: 'bearer', description: expect.any(String) });
    expect(header).toMatchObject({ type: 'apiKey', in: 'header', name: 'x-api-key' });
  });

  it('knows each value of a record that an import takes, and each code of a problem', async () => {
    const { body } = (await anybody.get('/docs-json').expect(200)) as { body: { components: Components } };
    const { ProjectRecord, Problem } = body.components.schemas;
    expect(ProjectRecord!.properties['channel']!.enum).toEqual(expect.arrayContaining(['agency', '技术转移机构挖掘']));
    expect(ProjectRecord!.properties['secrecy']!.enum).toEqual(['公开', 'public']);
    expect(Problem!.properties['code']!.enum).toEqual(Object.keys(errorMessages));
  });

  it('shows it to people without inline scripts, which the security policy forbids', async () => {
    const { text, headers } = await anybody.get('/docs').expect(200);
    expect(text).toContain('swagger-ui');
    expect(text).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>/);
    expect(headers['content-security-policy']).not.toContain('upgrade-insecure-requests');
    await anybody
      .get('/docs/swagger-ui-init.js')
      .expect(200)
      .expect('content-type', /javascript/);
  });

  it('serves the files of the page and no others, whatever the path', async () => {
    const { hostname, port } = await listen();
    /** As a client sends it that does not tidy up paths. */
    const statusOf = async (path: string, headers = {}) => {
      const request = get({ hostname, port, path, headers });
      const [response] = (await once(request, 'response')) as [IncomingMessage];
      response.resume();
      await once(response, 'end');
      return response.statusCode;
    };
    for (const path of [
      'swagger-ui.css',
      'swagger-ui-bundle.js',
      'swagger-ui-standalone-preset.js',
      'favicon-32x32.png',
    ])
      expect([path, await statusOf(`/docs/${path}`)]).toEqual([path, 200]);
    const others = ['%00', '..', '....//', '..\\..\\', '%2e%2e/package.json', './swagger-ui.css', '/', 'package.json'];
    for (const path of [...others, 'swagger-ui.js.map', 'LICENSE'])
      expect([path, await statusOf(`/docs/${path}`)]).toEqual([path, 404]);
    expect(await statusOf('/docs/swagger-ui.css', { range: 'bytes=99999999-' })).toBe(416);
  });

  it('answers supervisors outside of /v1', async () => {
    await anybody.get('/health/live').expect(200);
    expect((await anybody.get('/health/ready').expect(200)).body).toEqual({
      status: 'up',
      checks: { database: 'up', queue: 'up' },
    });
    const { text } = await anybody.get('/metrics').expect(200);
    expect(text).toContain('http_request_duration_seconds_bucket');
    expect(text).toContain('queue_jobs');
  });
});
