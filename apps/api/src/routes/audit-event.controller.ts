import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { auditEventPageSchema, auditEventQuerySchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { AuditTrail } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForEveryRole } from '../edge/for-roles';
import { toPage } from '../edge/page';

class AuditEventQuery extends createZodDto(auditEventQuerySchema) {}
class AuditEventPage extends createZodDto(auditEventPageSchema) {}

/** Who did what, when and why. */
@ApiTags('audit')
@Controller('audit-events')
export class AuditEventController {
  constructor(private readonly trail: AuditTrail) {}

  @Get()
  @ForEveryRole()
  @ApiOperation({
    summary: 'Audited acts, newest first: all of them for operators, those of the own organisation for others',
  })
  @ZodResponse({ status: 200, type: AuditEventPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit, subjectType, subjectId }: AuditEventQuery) {
    const filter = { ...(subjectType !== undefined && { subjectType }), ...(subjectId !== undefined && { subjectId }) };
    return toPage(
      await this.trail.events(scope, filter, cursor, limit + 1),
      limit,
      ({ at, ...event }) => ({ ...event, at: at.toISOString() }),
      ({ id }) => id,
    );
  }
}
