import { organisationKinds, roles } from '@throughtrain/domain';
import { z } from 'zod';
import { creditCode, printable, regionCode } from '../records/fields';
import { pageOf } from './page.schema';
import { characters, instant } from './text';

const role = z.enum(roles);
const apiKey = z.string().describe('Shown once; only its hash is kept');

const organisation = z.object({ id: z.uuid(), name: z.string(), kind: z.enum(organisationKinds) });

export const meSchema = z.object({
  principalId: z.uuid(),
  organisationId: z.uuid(),
  organisation,
  roles: z.array(role).readonly(),
});

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
      .describe(
        'An organisation that exists, by its id, or one to register. It is found again by its credit code, or by its name where it was registered without one. Enterprises, parks, investors and listed companies are known by their credit code, so they need it or the id',
      ),
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
  organisation,
  apiKey,
});

export const principalSchema = z.object({
  id: z.uuid(),
  name: z.string(),
  roles: z.array(role).readonly(),
  organisation,
  keyHint: z
    .string()
    .optional()
    .describe('First characters of its key, to tell keys apart; absent without a valid key'),
  createdAt: instant,
  deactivatedAt: instant.optional(),
});
export const principalPageSchema = pageOf(principalSchema);

export const deactivationSchema = z
  .strictObject({ reason: characters(300) })
  .meta({ example: { reason: '对接人已离职' } });

export const issuedKeySchema = z.object({ principalId: z.uuid(), apiKey });
