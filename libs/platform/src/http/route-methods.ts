/** Knows which methods the paths of a service take, so that a wrong method is told from a path that does not exist. */
export class RouteMethods {
  private readonly routes = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>();

  /** @param template a path as Fastify registers it: `/things/:id`, `/files/*` */
  add(template: string, methods: string | readonly string[]): void {
    const route = this.routes.get(template) ?? { pattern: patternOf(template), methods: new Set() };
    for (const method of [methods].flat()) route.methods.add(method);
    this.routes.set(template, route);
  }

  /** @returns the methods of a path in alphabetical order; none when there is no such path */
  of(path: string): readonly string[] {
    const matching = [...this.routes.values()].filter(({ pattern }) => pattern.test(path));
    return [...new Set(matching.flatMap(({ methods }) => [...methods]))].sort();
  }
}

function patternOf(template: string): RegExp {
  const parts = template.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part.replace(/[.*+?^${}()|[\]\\]/g, (mark) => (mark === '*' ? '.*' : `\\${mark}`));
  });
  return new RegExp(`^${parts.join('/')}$`);
}
