import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { RemoteEncoder, type RemoteEncoderOptions } from '@throughtrain/encoders';
import type { EncoderInput } from '@throughtrain/text';

interface Asked {
  readonly model: string;
  readonly input: readonly string[];
}

const input = (title: string, body = '', purpose: EncoderInput['purpose'] = 'document') => ({
  purpose,
  texts: { title, keywords: '', body },
});
const vector = (...numbers: number[]) => Float32Array.from(numbers);

describe('RemoteEncoder', () => {
  let server: Server;
  let answer: (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;
  const requests: Asked[] = [];
  const warnings: string[] = [];

  const send = (response: ServerResponse, embeddings: readonly (readonly number[])[]) =>
    // Answers may come in any order.
    response.end(
      JSON.stringify({ data: embeddings.map((embedding, index) => ({ index, embedding })).reverse(), model: 'toy' }),
    );
  const fixed = (status: number) => (_: Asked, response: ServerResponse) => response.writeHead(status).end('{}');

  beforeAll(async () => {
    server = createServer((request, response) => {
      void text(request).then((body) => {
        const asked = JSON.parse(body) as Asked;
        requests.push(asked);
        answer(asked, response, request);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  beforeEach(() => {
    requests.length = 0;
    warnings.length = 0;
  });

  const encoder = (options: Partial<RemoteEncoderOptions> = {}) =>
    new RemoteEncoder({
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/embeddings`,
      model: 'toy',
      dimensions: 2,
      retryDelayMs: 1,
      warn: (message) => warnings.push(message),
      ...options,
    });

  it('sends texts in batches and gives vectors of length 1 in the order of the inputs', async () => {
    answer = ({ input: texts }, response) =>
      send(
        response,
        texts.map((given) => [3, given.length]),
      );
    const vectors = await encoder({ textsPerRequest: 2 }).encode([
      input('abcd'),
      input(''),
      input('ab', 'c'),
      input('abcd'),
    ]);
    // (3, 4) / 5; nothing for the empty text, which is not sent; "ab⏎c" has four characters, too.
    expect(vectors).toEqual([vector(0.6, 0.8), undefined, vector(0.6, 0.8), vector(0.6, 0.8)]);
    expect(requests).toEqual([
      { model: 'toy', input: ['abcd', 'ab\nc'], encoding_format: 'float' },
      { model: 'toy', input: ['abcd'], encoding_format: 'float' },
    ]);
  });

  it('sets its prefix before queries alone, and has another version with it', async () => {
    answer = ({ input: texts }, response) =>
      send(
        response,
        texts.map(() => [1, 0]),
      );
    const queryPrefix = '为这个句子生成表示以用于检索相关文章：';
    const prefixed = encoder({ queryPrefix });
    await prefixed.encode([input('需求', '', 'query'), input('成果'), input('', '', 'query')]);
    expect(requests.map(({ input: texts }) => texts)).toEqual([[`${queryPrefix}需求`, '成果']]);
    const versions = [encoder(), prefixed, encoder({ queryPrefix: 'query: ' })].map(({ version }) => version);
    expect(versions[0]).not.toContain('query');
    expect(new Set(versions).size).toBe(3);
    expect(encoder({ queryPrefix }).version).toBe(prefixed.version);
  });

  it('says once that texts leave the machine, before the first does', async () => {
    answer = ({ input: texts }, response) =>
      send(
        response,
        texts.map(() => [1, 0]),
      );
    const one = encoder();
    expect(warnings).toEqual([]);
    await one.encode([input('a')]);
    await one.encode([input('b')]);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain('127.0.0.1');
  });

  it('sends the key as a bearer token', async () => {
    let authorization: string | undefined;
    answer = (_, response, request) => {
      authorization = request.headers.authorization;
      send(response, [[1, 0]]);
    };
    await encoder({ apiKey: 'secret' }).encode([input('a')]);
    expect(authorization).toBe('Bearer secret');
  });

  it('tries again what may pass', async () => {
    answer = (_, response) => {
      if (requests.length < 3) response.writeHead(requests.length === 1 ? 503 : 429).end();
      else send(response, [[0, 2]]);
    };
    await expect(encoder().encode([input('a')])).resolves.toEqual([vector(0, 1)]);
    expect(requests).toHaveLength(3);
  });

  it('gives up after the last attempt, and at once where another would not help', async () => {
    answer = fixed(500);
    await expect(encoder({ attempts: 2 }).encode([input('a')])).rejects.toMatchObject({
      kind: 'unavailable',
      code: 'encoder.unavailable',
      details: { reason: 'status 500' },
    });
    expect(requests).toHaveLength(2);
    answer = fixed(401);
    await expect(encoder().encode([input('a')])).rejects.toMatchObject({ details: { reason: 'status 401' } });
    expect(requests).toHaveLength(3);
  });

  it.each([400, 413, 422])('tells by status %d that a text is refused for good', async (status) => {
    answer = fixed(status);
    await expect(encoder().encode([input('a')])).rejects.toMatchObject({
      kind: 'invalid',
      code: 'encoder.refused',
      details: { answer: `status ${status}` },
    });
    expect(requests).toHaveLength(1);
  });

  it('does not wait longer than its time-out', async () => {
    answer = () => undefined;
    await expect(encoder({ timeoutMs: 20, attempts: 1 }).encode([input('a')])).rejects.toMatchObject({
      code: 'encoder.unavailable',
    });
  });

  it.each([
    ['vectors of another size', '{"data":[{"index":0,"embedding":[1,2,3]}]}', '3 numbers for text 0, not 2'],
    ['fewer vectors than texts', '{"data":[]}', '0 numbers for text 0, not 2'],
    ['another shape', '{"vectors":[]}', 'an answer of another shape'],
    ['what is not JSON', '<html>', 'an answer that is not JSON'],
    ['more than it has to', `"${'x'.repeat(20_000)}"`, 'an answer of more than 10080 bytes'],
  ])('refuses %s', async (_, body, reason) => {
    answer = (__, response) => response.end(body);
    await expect(encoder().encode([input('a')])).rejects.toMatchObject({
      code: 'encoder.unavailable',
      details: { reason },
    });
    expect(requests).toHaveLength(1);
  });
});
