import { createServer, type IncomingHttpHeaders, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { fetchOutside, type OutsideSettings } from './fetch-outside';

/** A server on loopback for the length of a test. */
const servers: Server[] = [];
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

const settings = (allowedHosts: readonly string[], said: Partial<OutsideSettings> = {}): OutsideSettings => ({
  allowedHosts,
  silenceMs: 5_000,
  totalMs: 10_000,
  ...said,
});
const failure = (kind: string) => expect.objectContaining({ failure: kind }) as Error;

describe('fetchOutside', () => {
  it('gives status, headers and body of an allowed host inside the network', async () => {
    const host = await serve((request, response) =>
      response.setHeader('etag', '"1"').end(`${request.method} ${request.url}`),
    );
    const { status, headers, body } = await fetchOutside(`http://${host}/a?b=1`, {}, settings([host]));
    expect([status, headers['etag'], (await buffer(body)).toString()]).toEqual([200, '"1"', 'GET /a?b=1']);
  });

  it.each([
    '127.0.0.1',
    'localhost',
    '[::1]',
    '2130706433',
    '0.0.0.0',
    '10.0.0.1',
    '169.254.169.254',
    '192.168.1.1',
    '[::ffff:127.0.0.1]',
  ])('refuses %s, which is not allowed', async (name) => {
    const host = await serve((_request, response) => response.end());
    const port = host.split(':')[1] ?? '';
    await expect(fetchOutside(`http://${name}:${port}/`, {}, settings([]))).rejects.toEqual(failure('refused-address'));
  });

  it.each(['ftp://example.org/', 'file:///etc/passwd', 'http://user:secret@example.org/', 'nonsense', 'http://'])(
    'refuses %s',
    async (address) => {
      await expect(fetchOutside(address, {}, settings([]))).rejects.toEqual(failure('refused-address'));
    },
  );

  it('looks at each redirect anew, and hands credentials on to nobody else', async () => {
    const seen: IncomingHttpHeaders[] = [];
    const inside = await serve((request, response) => {
      seen.push(request.headers);
      response.end('inside');
    });
    const first = await serve((_request, response) => response.writeHead(302, { location: `http://${inside}/` }).end());
    await expect(fetchOutside(`http://${first}/`, {}, settings([first]))).rejects.toEqual(failure('refused-address'));
    expect(seen).toEqual([]);
    const { body } = await fetchOutside(
      `http://${first}/`,
      { authorization: 'Bearer secret', 'if-none-match': '"1"' },
      settings([first, inside]),
    );
    expect((await buffer(body)).toString()).toBe('inside');
    expect(seen[0]).toMatchObject({ 'if-none-match': '"1"' });
    expect(seen[0]).not.toHaveProperty('authorization');
  });

  it('ends endless redirects, and refuses one that leads nowhere', async () => {
    const circle: string = await serve((_request, response) => response.writeHead(307, { location: '/again' }).end());
    await expect(fetchOutside(`http://${circle}/`, {}, settings([circle]))).rejects.toEqual(failure('bad-answer'));
    const nowhere = await serve((_request, response) => response.writeHead(301).end());
    await expect(fetchOutside(`http://${nowhere}/`, {}, settings([nowhere]))).rejects.toEqual(failure('bad-answer'));
  });

  it('gives up on who says nothing, before an answer and within one', async () => {
    const silent = await serve(() => undefined);
    await expect(fetchOutside(`http://${silent}/`, {}, settings([silent], { silenceMs: 50 }))).rejects.toEqual(
      failure('timed-out'),
    );
    const halting = await serve((_request, response) => response.write('half'));
    const { body } = await fetchOutside(`http://${halting}/`, {}, settings([halting], { totalMs: 100 }));
    await expect(buffer(body)).rejects.toEqual(failure('timed-out'));
  });

  it('tells a body that breaks off from a whole one', async () => {
    const host = await serve((_request, response) => {
      response.writeHead(200, { 'content-length': '10' });
      response.write('half', () => response.destroy());
    });
    const { body } = await fetchOutside(`http://${host}/`, {}, settings([host]));
    await expect(buffer(body)).rejects.toEqual(failure('unreachable'));
  });

  it('says that nobody is there', async () => {
    const host = await serve(() => undefined);
    const server = servers.pop();
    await new Promise((resolve) => server?.close(resolve));
    await expect(fetchOutside(`http://${host}/`, {}, settings([host]))).rejects.toEqual(failure('unreachable'));
  });
});
