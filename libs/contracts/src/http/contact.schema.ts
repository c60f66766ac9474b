import { z } from 'zod';
import { characters } from './text';

const contact = z.object({
  name: z.string(),
  phone: z.string().optional(),
  email: z.string().optional(),
});

export const maskedContactSchema = contact
  .describe('As it is shown to people who need not call')
  .meta({ example: { name: '张**', phone: '138****5678', email: 'z***@example.org' } });

export const revealedContactSchema = contact.meta({
  example: { name: '张三', phone: '138-0000-5678', email: 'zhangsan@example.org' },
});

export const contactRevealSchema = z
  .strictObject({
    reason: characters(300).describe('Why it is needed; kept with who asked and when. No names, numbers or addresses'),
  })
  .meta({ example: { reason: '安排路演对接，通知现场时间' } });
