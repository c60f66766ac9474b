import { z } from 'zod';
import { listOf } from './page.schema';
import { instant } from './text';

const encodingSchema = z.object({
  id: z.uuid(),
  analyserVersion: z.string(),
  encoderVersion: z.string(),
  state: z.enum(['queued', 'running', 'completed']),
  textsDone: z.int().min(0).describe('Texts that the pass under way, or the last one, has seen'),
  textsTotal: z.int().min(0).describe('Projects and demands when the pass began'),
  isInForce: z.boolean().describe('New match runs use it'),
  createdAt: instant,
  finishedAt: instant.optional(),
});

export const encodingListSchema = listOf(encodingSchema).meta({
  example: {
    items: [
      {
        id: '0198a6b0-0000-7000-8000-000000000001',
        analyserVersion: 'words-2',
        encoderVersion: 'table:zh-en-2:788032f29b3e',
        state: 'completed',
        textsDone: 50_300,
        textsTotal: 50_300,
        isInForce: true,
        createdAt: '2026-03-01T08:00:00.000Z',
        finishedAt: '2026-03-01T08:00:21.000Z',
      },
    ],
  },
});
