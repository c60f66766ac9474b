import { z } from 'zod';
import { demandsForProjectExample, projectsForDemandExample } from './answer-examples';
import { bandMeaningListSchema } from './band.schema';
import { explainedPairFields } from './explanation.schema';
import { projectDigestFields } from './project.schema';

export const singleQuestionQuerySchema = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20).describe('Most items of the answer'),
});

const answeredFields = {
  libraryPosition: z.string().describe('State of the library that was asked'),
  librarySettled: z
    .boolean()
    .describe('false when a write that was under way for long may be missing; what had been imported before it is not'),
  bands: bandMeaningListSchema,
};
const demandFields = { demandId: z.uuid(), demandTitle: z.string() };

export const projectsForDemandSchema = z
  .object({
    ...demandFields,
    ...answeredFields,
    items: z
      .array(
        z.object({
          projectId: z.uuid(),
          revision: z.int().min(1),
          ...projectDigestFields,
          channel: z.string(),
          summary: z.string(),
          duplicateIds: z.array(z.uuid()).readonly().describe('Other records of the same project'),
          ...explainedPairFields,
        }),
      )
      .readonly()
      .describe('Projects at or above the shown band, the most relevant first'),
  })
  .meta({ example: projectsForDemandExample });

export const demandsForProjectSchema = z
  .object({
    projectId: z.uuid(),
    gate: z.string().optional().describe('Why the project takes no part, so that nothing is found'),
    ...answeredFields,
    items: z
      .array(z.object({ ...demandFields, enterpriseId: z.uuid(), enterpriseName: z.string(), ...explainedPairFields }))
      .readonly()
      .describe('Demands of the host at or above the shown band, the most relevant first'),
  })
  .meta({ example: demandsForProjectExample });
