import { Clock, dayInChina, type Scope } from '@throughtrain/domain';
import type { SearchTerm } from '@throughtrain/text';
import { Injectable } from '@nestjs/common';
import {
  ProjectSearch,
  type ListedProject,
  type ListPart,
  type Placed,
  type ProjectFilter,
  type ProjectOrder,
} from '../ports/project-search.port';
import type { StoredProject } from '../ports/record-stores.port';
import { findHits, type TextHits } from './find-hits';
import { formatCursor, parseCursor, type CursorList } from './list-cursor';
import { toProjectFilter, type ProjectQuery } from './project-filter';

/** A part of a list as it is asked for. */
export interface PageQuery {
  /** By relevance when there are words to look for, else the newest first. */
  readonly sort?: ProjectOrder;
  readonly cursor?: string;
  readonly limit: number;
}

/** A project that was found, with the places of the words that found it. */
export type Found<Project> = Project & TextHits;

export interface FoundPage<Project> {
  readonly items: readonly Found<Project>[];
  /** Absent on the last page. */
  readonly nextCursor?: string;
}

/** Pages of projects by words and filters. */
@Injectable()
export class SearchProjects {
  constructor(
    private readonly search: ProjectSearch,
    private readonly clock: Clock,
  ) {}

  /**
   * What the caller's organisation has submitted.
   * @throws DomainError invalid `page.cursor-foreign`, and those of `toProjectFilter`
   */
  own(scope: Scope, query: ProjectQuery, page: PageQuery): Promise<FoundPage<StoredProject>> {
    const filter = toProjectFilter('own', this.today(), query);
    return this.page(
      scope,
      filter,
      page,
      (part) => this.search.own(scope, filter, part),
      // Of a sealed project nothing is there to look into.
      ({ status, record }) =>
        status === 'sealed' ? { keywords: [] } : { ...record, institution: record.institution?.name },
    );
  }

  /**
   * What may be matched today.
   * @throws as {@link own}
   */
  library(scope: Scope, query: ProjectQuery, page: PageQuery): Promise<FoundPage<ListedProject>> {
    const filter = toProjectFilter('library', this.today(), query);
    return this.page(
      scope,
      filter,
      page,
      (part) => this.search.library(scope, filter, part),
      (project) => project,
    );
  }

  private async page<Project>(
    scope: Scope,
    filter: ProjectFilter,
    { sort, cursor, limit }: PageQuery,
    read: (part: ListPart) => Promise<readonly Placed<Project>[]>,
    texts: (project: Project) => Parameters<typeof findHits>[0],
  ): Promise<FoundPage<Project>> {
    const order = sort ?? (filter.terms.length > 0 ? 'relevance' : 'newest');
    const list: CursorList = { scope, filter, order };
    const after = cursor === undefined ? undefined : parseCursor(list, cursor);
    const rows = await read({ order, ...(after && { after }), limit: limit + 1 });
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    const terms: readonly SearchTerm[] = filter.terms;
    return {
      items: shown.map(({ item }) => ({ ...item, ...findHits(texts(item), terms) })),
      ...(rows.length > limit && last && { nextCursor: formatCursor(list, last.place) }),
    };
  }

  private today(): string {
    return dayInChina(this.clock.now());
  }
}
