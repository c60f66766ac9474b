import { request as requestHttp, Agent as HttpAgent, type IncomingMessage } from 'node:http';
import { request as requestHttps, Agent as HttpsAgent } from 'node:https';
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent';

/** Redirects that are followed. */
const mostRedirects = 3;
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/** What may be reached, and how long it may take. */
export interface OutsideSettings {
  /** Hosts (with a port where it is not the usual one) that may be reached although they are inside the network, in lower case. */
  readonly allowedHosts: readonly string[];
  /** Without a sign of life for this long, an attempt ends. */
  readonly silenceMs: number;
  /** However lively it is, an attempt ends after this. */
  readonly totalMs: number;
}

/** Why an address gave nothing. */
export type OutsideFailure = 'unreachable' | 'timed-out' | 'refused-address' | 'bad-answer';

export class OutsideError extends Error {
  constructor(
    readonly failure: OutsideFailure,
    cause?: unknown,
  ) {
    super(failure, { cause });
  }
}

export interface OutsideAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** To be read to its end or left; throws OutsideError when it breaks off. */
  readonly body: AsyncIterable<Buffer>;
}

/**
 * GETs an address that a stranger has named. Private, loopback, link-local and reserved addresses are refused unless their host is allowed: as they
 * are written, as a name resolves at the moment of connecting, and again at each redirect. Credentials of the caller go to the first host alone.
 * @throws OutsideError
 */
export async function fetchOutside(
  address: string,
  headers: Readonly<Record<string, string>>,
  settings: OutsideSettings,
): Promise<OutsideAnswer> {
  const silence = new AbortController();
  const patience = { silence, signal: AbortSignal.any([silence.signal, AbortSignal.timeout(settings.totalMs)]) };
  let url = parse(address);
  let sent = headers;
  for (let hop = 0; hop <= mostRedirects; hop += 1) {
    const answer = await get(url, sent, settings, patience);
    const status = answer.statusCode ?? 0;
    const { location } = answer.headers;
    if (!redirects.has(status)) return { status, headers: answer.headers, body: bodyOf(answer, patience) };
    answer.destroy();
    if (location === undefined) throw new OutsideError('bad-answer');
    const next = parse(location, url);
    if (next.host !== url.host) sent = withoutCredentials(sent);
    url = next;
  }
  throw new OutsideError('bad-answer');
}

function parse(address: string, base?: URL): URL {
  if (!URL.canParse(address, base?.href)) throw new OutsideError('refused-address');
  const url = new URL(address, base);
  const isWeb = url.protocol === 'http:' || url.protocol === 'https:';
  if (!isWeb || url.username !== '' || url.password !== '') throw new OutsideError('refused-address');
  return url;
}

/** How long one attempt is waited for: `silence` is rung when nothing is heard, the signal also when all time is over. */
interface Patience {
  readonly silence: AbortController;
  readonly signal: AbortSignal;
}

function get(
  url: URL,
  headers: Readonly<Record<string, string>>,
  { allowedHosts, silenceMs }: OutsideSettings,
  patience: Patience,
): Promise<IncomingMessage> {
  const isAllowed = allowedHosts.includes(url.host) || allowedHosts.includes(url.hostname);
  const [request, agent] =
    url.protocol === 'https:'
      ? [requestHttps, isAllowed ? new HttpsAgent() : new RequestFilteringHttpsAgent()]
      : [requestHttp, isAllowed ? new HttpAgent() : new RequestFilteringHttpAgent()];
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, headers, signal: patience.signal, timeout: silenceMs }, resolve);
    outgoing.on('timeout', () => {
      patience.silence.abort();
    });
    outgoing.on('error', (error) => {
      reject(toOutsideError(error, patience));
    });
    outgoing.end();
  });
}

async function* bodyOf(answer: IncomingMessage, patience: Patience): AsyncGenerator<Buffer, void, undefined> {
  try {
    for await (const chunk of answer) yield chunk as Buffer;
  } catch (error) {
    throw toOutsideError(error, patience);
  } finally {
    answer.destroy();
  }
}

function withoutCredentials(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'authorization'));
}

function toOutsideError(error: unknown, { signal }: Patience): OutsideError {
  if (signal.aborted) return new OutsideError('timed-out', error);
  const message = error instanceof Error ? error.message : '';
  // The filtering agent has no error class of its own.
  if (/is not allowed\. Because/.test(message)) return new OutsideError('refused-address', error);
  return new OutsideError('unreachable', error);
}
