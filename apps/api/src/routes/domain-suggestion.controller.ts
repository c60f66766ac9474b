import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { domainSuggestionRequestSchema, domainSuggestionsSchema } from '@throughtrain/contracts';
import { SuggestDomains } from '@throughtrain/ingestion';
import { recordTexts } from '@throughtrain/text';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForEveryRole } from '../edge/for-roles';
import { toSuggestedDomain } from './suggested-domain.answer';

class DomainSuggestionRequest extends createZodDto(domainSuggestionRequestSchema) {}
class DomainSuggestions extends createZodDto(domainSuggestionsSchema) {}

/** Domain codes for a text that somebody is writing; nothing of it is kept. */
@ApiTags('industry domains')
@Controller('domain-suggestions')
export class DomainSuggestionController {
  constructor(private readonly suggestDomains: SuggestDomains) {}

  @Post()
  @HttpCode(200)
  @ForEveryRole()
  @ApiOperation({ summary: 'Suggest codes of SEI 2018 and HTE 2016 for a text; none when nothing is clear' })
  @ZodResponse({ status: 200, type: DomainSuggestions })
  suggest(@Body() { title, summary = '', keywords }: DomainSuggestionRequest) {
    const texts = recordTexts({ title, summary, keywords });
    const items = this.suggestDomains.execute({ texts }, { seiCodes: [], hteCodes: [] });
    return { items: items.map(toSuggestedDomain), version: this.suggestDomains.version };
  }
}
