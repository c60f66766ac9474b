import type { demandsForProjectSchema, projectsForDemandSchema } from '@throughtrain/contracts';
import { patentNumbers, type Project, type ProjectDigest } from '@throughtrain/domain';
import type { DemandsForProject, FoundMatch, ProjectsForDemand } from '@throughtrain/matching';
import { PairMarker } from '@throughtrain/text';
import type { z } from 'zod';
import { toTerm } from './explanation.answer';

export function toProjectsForDemand({
  demand,
  matches,
  texts,
  ...answered
}: ProjectsForDemand): z.input<typeof projectsForDemandSchema> {
  const marker = new PairMarker(texts);
  return {
    demandId: demand.id,
    demandTitle: demand.title,
    ...answered,
    items: matches.map((match) => ({
      projectId: match.project.id,
      revision: match.project.revision,
      channel: match.project.channel,
      ...digestOf(match.project),
      duplicateIds: match.duplicateIds,
      ...toPair(match, marker),
    })),
  };
}

export function toDemandsForProject({
  matches,
  texts,
  ...answered
}: DemandsForProject): z.input<typeof demandsForProjectSchema> {
  const marker = new PairMarker(texts);
  return { ...answered, items: matches.map((match) => toPair(match, marker)) };
}

function toPair({ project, duplicateIds: _duplicateIds, ...match }: FoundMatch, marker: PairMarker) {
  return { ...match, terms: match.terms.map(toTerm), texts: marker.mark({ ...match, projectId: project.id }) };
}

function digestOf({ institution, hteCodes, patents, ...project }: Project): ProjectDigest {
  const { status, title, summary, stage, trl, programme, cooperation } = project;
  const [subDomain] = hteCodes;
  return {
    ...{ status, title, summary, cooperation },
    ...(institution && { institution: institution.name }),
    ...(subDomain !== undefined && { subDomain }),
    ...(stage !== undefined && { stage }),
    ...(trl !== undefined && { trl }),
    ...(programme !== undefined && { programme }),
    patents: patents.filter((patent) => patentNumbers(patent).length > 0).length,
  };
}
