import { Clock, dayInChina, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ProjectSearch, type ProjectCounts, type ProjectView } from '../ports/project-search.port';
import { toProjectFilter, type ProjectQuery } from './project-filter';

/** Counts the projects of a list, in all and by the values that it can be filtered by. */
@Injectable()
export class CountProjects {
  constructor(
    private readonly search: ProjectSearch,
    private readonly clock: Clock,
  ) {}

  /** @throws DomainError as `toProjectFilter` */
  execute(scope: Scope, view: ProjectView, query: ProjectQuery): Promise<ProjectCounts> {
    return this.search.count(scope, toProjectFilter(view, dayInChina(this.clock.now()), query));
  }
}
