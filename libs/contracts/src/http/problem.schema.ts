import { errorMessages, type ErrorCode } from '@throughtrain/domain';
import { z } from 'zod';

const codes = Object.keys(errorMessages) as [ErrorCode, ...ErrorCode[]];

/** RFC 9457, what every error of the API looks like. */
export const problemSchema = z
  .object({
    type: z.string().describe('Identifies the kind of problem; ends with its code'),
    title: z.string(),
    titleZh: z.string(),
    status: z.int().min(400).max(599),
    code: z.enum(codes).describe('Stable; a later release may add codes'),
    detail: z.string().optional(),
    errors: z
      .array(z.object({ path: z.string(), message: z.string() }))
      .optional()
      .describe('What is wrong with the request, place by place; no values'),
    correlationId: z.string().describe('Also in the header x-correlation-id; tells the operator where to look'),
  })
  .meta({
    example: {
      type: 'urn:throughtrain:problem:resource.not-found',
      title: 'There is no such resource for this organisation.',
      titleZh: '本单位没有这项内容',
      status: 404,
      code: 'resource.not-found',
      correlationId: '3b1f9c1e-8f0d-4c5e-9c7a-0f5f0d4f7a11',
    },
  });
