import { mayBePushed } from '@throughtrain/ranking';
import type { InvitationProject, PushableEntry } from '../ports/push.repository.port';

/** Most projects of one invitation; it may be fewer, never padded. */
export const mostProjects = 20;

/**
 * An enterprise's own part of a shortlist: the projects that answer one of its demands, each with the demand that it answers best.
 * Projects without consent or contact, or withdrawn since, are not sent. Best match first, equal ones by id.
 * @param needsAuthority whether a lack of authority keeps a project back
 */
export function partForEnterprise(
  enterpriseId: string,
  entries: readonly PushableEntry[],
  needsAuthority = false,
): InvitationProject[] {
  return entries
    .filter(({ current }) => mayBePushed(current) && !(needsAuthority && current.lacksAuthority))
    .flatMap(({ project, matches }) => {
      const own = matches.find((match) => match.enterpriseId === enterpriseId);
      if (own === undefined) return [];
      const { demandId, relevance, match, words } = own;
      return [{ projectId: project.id, demandId, relevance, match, words }];
    })
    .sort((a, b) => b.match - a.match || (a.projectId < b.projectId ? -1 : 1))
    .slice(0, mostProjects);
}
