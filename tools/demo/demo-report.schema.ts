import { z } from 'zod';

const count = z.int().min(0);
const importReport = z.strictObject({
  accepted: count.describe('Valid rows, unchanged ones included'),
  refused: count,
  changed: count.describe('Rows that were taken, but not as they stand'),
  quarantined: count.describe('Rows with marks of secrecy, which wait for a person'),
  levels: z.record(z.string(), count).describe('Projects by the level of completeness that they reach'),
  rows: z
    .array(
      z.strictObject({
        file: z.string().optional().describe('Which of the files'),
        row: z.int().min(1),
        column: z.string().optional(),
        code: z.string(),
        message: z.string().optional(),
      }),
    )
    .describe('Why rows were refused; of a secrecy refusal the row and the code only'),
});
const reasons = z.array(z.string());
const pick = z.strictObject({
  position: z.int().min(1),
  projectId: z.string(),
  title: z.string(),
  score: z.number(),
  reasons,
});

/** What `npm run demo -- --json FILE` writes. Ids are the external ids of the files. */
export const demoReportSchema = z.strictObject({
  ok: z.boolean(),
  imports: z.strictObject({ projects: importReport, enterprises: importReport, demands: importReport }),
  run: z.strictObject({ projectsScored: count, demands: count, ms: count }),
  shortlist: z.array(
    z.strictObject({
      rank: z.int().min(1),
      projectId: z.string(),
      title: z.string(),
      score: z.number(),
      demandId: z.string().describe('Best matched demand; empty when the project stands on the brief alone'),
      reasons,
    }),
  ),
  invitations: count,
  intents: count,
  picks: z.array(pick),
  reserves: z.array(pick),
  uncoveredDemands: z.array(z.string()),
  limits: z
    .array(z.strictObject({ list: z.string(), limit: z.string(), message: z.string() }))
    .describe('What kept a list from its size'),
  stages: z.array(z.strictObject({ name: z.string(), ms: count })),
});
export type DemoReport = z.infer<typeof demoReportSchema>;
