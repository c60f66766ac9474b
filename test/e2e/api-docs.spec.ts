import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { startStack, type Client, type Stack } from './support/stack';

describe('what the service tells of itself', () => {
  let stack: Stack;
  let anybody: Client;

  beforeAll(async () => {
    stack = await startStack();
    anybody = stack.as(undefined);
  });

  afterAll(() => stack.stop());

  it('serves the committed OpenAPI document', async () => {
    const committed: unknown = JSON.parse(readFileSync(join(__dirname, '../../docs/openapi.json'), 'utf8'));
    const { body } = (await anybody.get('/docs-json').expect(200)) as { body: unknown };
    expect(body).toEqual(committed);
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
