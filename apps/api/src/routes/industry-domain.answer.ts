import type { industryDomainSchema } from '@throughtrain/contracts';
import { sei2018 } from '@throughtrain/domain';
import type { z } from 'zod';

export function toIndustryDomain(code: string): z.input<typeof industryDomainSchema> {
  return { code, name: sei2018.get(code) ?? code };
}
