import { organisationKinds, roles } from '@throughtrain/domain';
import { z } from 'zod';
import { creditCode, printable, regionCode } from '../records/fields';

const role = z.enum(roles);

export const meSchema = z.object({ principalId: z.uuid(), organisationId: z.uuid(), roles: z.array(role).readonly() });

export const newPrincipalSchema = z
  .strictObject({
    organisation: z
      .union([
        z.strictObject({ id: z.uuid() }),
        z.strictObject({
          name: printable(100),
          kind: z.enum(organisationKinds),
          creditCode: creditCode.exactOptional(),
          regionCode: regionCode.exactOptional(),
        }),
      ])
      .describe('An organisation that exists, or one to register; a known credit code or name is found again'),
    name: printable(100).describe('What the key is for'),
    roles: z
      .array(role)
      .min(1)
      .max(roles.length)
      .refine((list) => new Set(list).size === list.length, 'names a role twice'),
  })
  .meta({
    example: {
      organisation: { name: '澜州市科技成果转化服务中心', kind: 'host', regionCode: '340200' },
      name: '本市对接系统（接口账号）',
      roles: ['host', 'analyst'],
    },
  });

export const registeredPrincipalSchema = z.object({
  principalId: z.uuid(),
  organisationId: z.uuid(),
  apiKey: z.string().describe('Shown once; only its hash is kept'),
});
