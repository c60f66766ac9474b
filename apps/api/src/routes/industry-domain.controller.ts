import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { industryDomainListSchema, industryDomainQuerySchema } from '@throughtrain/contracts';
import { resolveIndustryDomain, sei2018 } from '@throughtrain/domain';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForEveryRole } from '../edge/for-roles';
import { toIndustryDomainEntry } from './industry-domain.answer';

class IndustryDomainQuery extends createZodDto(industryDomainQuerySchema) {}
class IndustryDomainList extends createZodDto(industryDomainListSchema) {}

/** What a host's words for an industry domain mean. */
@ApiTags('industry domains')
@Controller('industry-domains')
export class IndustryDomainController {
  @Get()
  @ForEveryRole()
  @ApiOperation({
    summary: 'Resolve codes, names or phrases to codes of SEI 2018, or list them all, with what leads to them',
  })
  @ZodResponse({ status: 200, type: IndustryDomainList })
  resolve(@Query() { phrase }: IndustryDomainQuery) {
    const codes = phrase === undefined ? [...sei2018.keys()] : resolveIndustryDomain(phrase);
    return { items: codes.map(toIndustryDomainEntry) };
  }
}
