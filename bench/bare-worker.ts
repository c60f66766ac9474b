import { fastify } from 'fastify';

/** Bodies by path; the process that serves them says its port once it does. */
export type BareBodies = Readonly<Record<string, string>>;

/** Serves bytes from memory, as little as a route of Fastify can do. */
async function serve(bodies: BareBodies): Promise<number> {
  const app = fastify();
  for (const [path, body] of Object.entries(bodies)) {
    const bytes = Buffer.from(body);
    app.get(path, (_request, reply) => reply.type('application/json; charset=utf-8').send(bytes));
  }
  await app.listen({ host: '127.0.0.1', port: 0 });
  return app.addresses()[0]?.port ?? 0;
}

process.once('message', (bodies) => void serve(bodies as BareBodies).then((port) => process.send?.(port)));
