import type { z } from 'zod';

/** A call that the API refused, with its problem document. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    detail: string,
  ) {
    super(`${status} ${code}: ${detail}`);
    this.name = 'ApiProblem';
  }
}

const pageSize = 500;

type Body = { readonly json: unknown } | { readonly bytes: Buffer; readonly type: string };

/** Calls the API as one principal, the way any program of a user would. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly apiKey: string,
  ) {}

  /** The same API with another key. */
  as(apiKey: string): ApiClient {
    return new ApiClient(this.baseUrl, apiKey);
  }

  async get<Schema extends z.ZodType>(path: string, schema: Schema): Promise<z.infer<Schema>> {
    return schema.parse(await (await this.send('GET', path)).json());
  }

  async call<Schema extends z.ZodType>(
    method: 'POST' | 'PUT',
    path: string,
    body: Body | undefined,
    schema: Schema,
  ): Promise<z.infer<Schema>> {
    const response = await this.send(method, path, body);
    return schema.parse(response.status === 204 ? undefined : await response.json());
  }

  /** Items of all pages of a list. */
  async all<Item>(
    path: string,
    schema: z.ZodType<{ items: readonly Item[]; nextCursor?: string | undefined }>,
  ): Promise<Item[]> {
    const items: Item[] = [];
    let cursor: string | undefined;
    do {
      const query = cursor === undefined ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page = await this.get(`${path}?limit=${pageSize}${query}`, schema);
      items.push(...page.items);
      cursor = page.nextCursor;
    } while (cursor !== undefined);
    return items;
  }

  /** Data of the server-sent events of one name, until the stream ends or its event `end` comes. */
  async *events(path: string, name: string): AsyncGenerator {
    const response = await this.send('GET', path);
    if (response.body === null) return;
    let text = '';
    for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
      text += chunk;
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const lines = text.slice(0, end).split('\n');
        text = text.slice(end + 2);
        if (lines.includes('event: end')) return;
        if (!lines.includes(`event: ${name}`)) continue;
        const payload = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5).trim());
        if (payload.length > 0) yield JSON.parse(payload.join('\n'));
      }
    }
  }

  private async send(method: string, path: string, body?: Body): Promise<Response> {
    const response = await fetch(`${this.baseUrl}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${this.apiKey}`,
        ...(body && { 'content-type': 'bytes' in body ? body.type : 'application/json' }),
      },
      ...(body && { body: 'bytes' in body ? new Uint8Array(body.bytes) : JSON.stringify(body.json) }),
    });
    if (response.ok) return response;
    const problem = (await response.json().catch(() => ({}))) as { code?: string; title?: string; detail?: string };
    throw new ApiProblem(
      response.status,
      problem.code ?? 'unknown',
      problem.detail ?? problem.title ?? method + ' ' + path,
    );
  }
}
