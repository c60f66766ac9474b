import type { projectCountsSchema } from '@throughtrain/contracts';
import { channelLabels, hte2016, regionName, sei2018 } from '@throughtrain/domain';
import { projectFacets, type FacetValue, type ProjectCounts, type ProjectFacet } from '@throughtrain/ingestion';
import type { z } from 'zod';

/** Names of the codes by which projects are counted. */
const namesOf: Readonly<Partial<Record<ProjectFacet, (code: string) => string | undefined>>> = {
  domain: (code) => sei2018.get(code),
  subDomain: (code) => hte2016.get(code),
  channel: (code) => (channelLabels as Readonly<Record<string, string>>)[code],
  region: regionName,
};

/** A value of a facet with the name of its code. */
function toNamed(facet: ProjectFacet, { value, projects, name }: FacetValue) {
  return { value, projects, name: name ?? namesOf[facet]?.(value) };
}

/** Counts as the API tells them: codes with their names. */
export function toProjectCounts({ total, facets }: ProjectCounts): z.input<typeof projectCountsSchema> {
  const named = projectFacets.map((facet) => [facet, facets[facet].map((one) => toNamed(facet, one))] as const);
  return { total, facets: Object.fromEntries(named) as Record<ProjectFacet, ReturnType<typeof toNamed>[]> };
}
