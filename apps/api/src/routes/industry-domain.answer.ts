import type { industryDomainEntrySchema, industryDomainSchema } from '@throughtrain/contracts';
import { domainPhrases, hte2016, sei2018, subDomainsOf } from '@throughtrain/domain';
import type { z } from 'zod';

export function toIndustryDomain(code: string): z.input<typeof industryDomainSchema> {
  return { code, name: sei2018.get(code) ?? code };
}

/** A domain with the phrases and sub-domains that lead to it. */
export function toIndustryDomainEntry(code: string): z.input<typeof industryDomainEntrySchema> {
  return {
    ...toIndustryDomain(code),
    phrases: domainPhrases.filter(({ seiCodes }) => seiCodes.includes(code)).flatMap(({ phrases }) => phrases),
    subDomains: subDomainsOf(code).map(({ hteCode, strength }) => ({
      code: hteCode,
      name: hte2016.get(hteCode) ?? hteCode,
      strength,
    })),
  };
}
