/** Which organisations are one: the newest link of each alias at some moment. */
export class OrganisationLinks {
  private readonly canonicalByAlias: ReadonlyMap<string, string>;

  constructor(links: readonly { readonly aliasId: string; readonly canonicalId: string }[]) {
    this.canonicalByAlias = new Map(links.map(({ aliasId, canonicalId }) => [aliasId, canonicalId]));
  }

  /** @returns the organisation that the given one counts as, mostly itself */
  canonicalOf(id: string): string {
    return this.chainOf(id).at(-1) ?? id;
  }

  /** @returns the given aliases and all others that are linked through one of them */
  through(aliases: readonly string[]): readonly string[] {
    const changed = new Set(aliases);
    const others = [...this.canonicalByAlias.keys()].filter((id) => this.chainOf(id).some((step) => changed.has(step)));
    return [...new Set([...aliases, ...others])];
  }

  /** The organisation and where its links lead, step by step. Two merges at once could close a circle, where it ends. */
  private chainOf(id: string): readonly string[] {
    const chain = [id];
    for (let at = this.canonicalByAlias.get(id); at !== undefined && !chain.includes(at);) {
      chain.push(at);
      at = this.canonicalByAlias.get(at);
    }
    return chain;
  }
}
