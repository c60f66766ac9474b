import { z } from 'zod';
import { day, hteCode } from '../records/fields';
import { callExample } from './answer-examples';
import { pageOf, pageQuery } from './page.schema';
import { projectDigestFields } from './project.schema';
import { characters, instant } from './text';

const withoutRepeats = <Item>(items: readonly Item[]): Item[] => [...new Set(items)];

const words = {
  title: characters(100),
  text: characters(4_000).describe('What is wanted, and of whom'),
  industryDomains: z.array(characters(50)).min(1).max(5).describe('SEI 2018 codes, their names, or known phrases'),
};
const subDomains = z.array(hteCode).max(10).transform(withoutRepeats).describe('细分领域: HTE 2016, level 3');
const days = {
  opens: day.exactOptional().describe('First day; today when it is absent'),
  closes: day.describe('Last day on which submissions are taken'),
};

/** A call that the host words itself, or one for what a roadshow leaves uncovered. */
export const newCallSchema = z
  .strictObject({
    roadshowId: z.uuid().exactOptional().describe('With fromUncovered: the roadshow'),
    fromUncovered: z
      .boolean()
      .default(false)
      .describe('Call for the demands that the shortlists of the roadshow leave uncovered; what is not said is worded'),
    title: words.title.exactOptional(),
    text: words.text.exactOptional(),
    industryDomains: words.industryDomains.exactOptional(),
    subDomains: subDomains.exactOptional(),
    demandIds: z.array(z.uuid()).max(200).transform(withoutRepeats).exactOptional().describe('Demands of the host'),
    ...days,
  })
  .superRefine((call, context) => {
    const required = call.fromUncovered ? (['roadshowId'] as const) : (['title', 'text', 'industryDomains'] as const);
    const foreign = call.fromUncovered ? (['demandIds'] as const) : (['roadshowId'] as const);
    const add = (key: string, message: string) => {
      context.addIssue({ code: 'custom', path: [key], message });
    };
    for (const key of required) if (call[key] === undefined) add(key, 'is required');
    for (const key of foreign) if (call[key] !== undefined) add(key, 'does not go with this kind of call');
  })
  .meta({
    example: {
      fromUncovered: false,
      title: '“智能制造装备产业”领域科技成果重点征集',
      text: '面向高校院所征集大型铸件在线无损检测成果，要求已完成中试。',
      industryDomains: ['智能制造'],
      closes: '2030-08-31',
    },
  });

export const extensionSchema = z
  .strictObject({ closes: day.describe('The new last day') })
  .meta({ example: { closes: '2030-09-30' } });

export const callQuerySchema = pageQuery(z.uuid()).extend({
  view: z
    .enum(['own', 'open'])
    .optional()
    .describe(
      'Calls of the own organisation, or the open ones of all hosts; absent: own for hosts, open for all others',
    ),
});

export const callSchema = z
  .object({
    id: z.uuid(),
    hostName: z.string().describe('Who calls'),
    roadshowId: z.uuid().optional().describe('For its host only'),
    title: z.string(),
    text: z.string(),
    domains: z.array(z.string()).readonly().describe('SEI 2018 codes'),
    subDomains: z.array(z.string()).readonly().describe('HTE 2016, level 3'),
    demands: z
      .array(
        z.object({
          demandId: z.uuid().optional().describe('For its host only'),
          title: z.string(),
          industryCode: z.string().optional().describe('GB/T 4754-2017'),
          regionCode: z.string().optional().describe('GB/T 2260, of the prefecture'),
        }),
      )
      .readonly()
      .describe('Demands as they were when it was made; whose they are is not told'),
    opens: z.string(),
    closes: z.string(),
    state: z.enum(['open', 'closed']).describe('closed by its host, or because its last day has passed'),
    submissions: z.int().min(0).optional().describe('Projects that answer it and are not withdrawn; for its host only'),
    createdAt: instant,
    closedAt: instant.optional(),
  })
  .meta({ example: callExample });
export const callPageSchema = pageOf(callSchema);

export const callSubmissionPageSchema = pageOf(
  z.object({
    projectId: z.uuid(),
    revision: z.int().min(1),
    ...projectDigestFields,
    summary: z.string(),
    submittedBy: z.object({ id: z.uuid(), name: z.string(), kind: z.string() }),
    recordedAt: instant,
  }),
);
