import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  destroyedRowSchema,
  idPageQuery,
  quarantinePageSchema,
  quarantineReasonSchema,
  releasedRowSchema,
  revealedRowSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  DestroyQuarantined,
  QuarantineRepository,
  ReleaseQuarantined,
  RevealQuarantined,
  type QuarantinedRow,
} from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

/** What the installation says about quarantine. */
export class QuarantineSettings {
  constructor(readonly contact: string | undefined) {}
}

class QuarantineParams extends createZodDto(z.object({ rowId: z.uuid() })) {}
class QuarantineQuery extends createZodDto(idPageQuery) {}
class QuarantinePage extends createZodDto(quarantinePageSchema) {}
class QuarantineReason extends createZodDto(quarantineReasonSchema) {}
class RevealedRow extends createZodDto(revealedRowSchema) {}
class ReleasedRow extends createZodDto(releasedRowSchema) {}
class DestroyedRow extends createZodDto(destroyedRowSchema) {}

/** Rows with marks of secrecy: their submitters see that they are held, operators decide about them. */
@ApiTags('quarantine')
@Controller('quarantine')
export class QuarantineController {
  constructor(
    private readonly quarantine: QuarantineRepository,
    private readonly reveal: RevealQuarantined,
    private readonly release: ReleaseQuarantined,
    private readonly destroy: DestroyQuarantined,
    private readonly settings: QuarantineSettings,
  ) {}

  @Get()
  @ForRoles('host', 'agency', 'owner', 'operator')
  @ApiOperation({
    summary: 'Rows of the organisation in quarantine, of all organisations for operators; nothing of what they say',
  })
  @ZodResponse({ status: 200, type: QuarantinePage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit }: QuarantineQuery) {
    const rows = await this.quarantine.list(scope, cursor, limit + 1);
    return { ...toPage(rows, limit, toRow, ({ id }) => id), contact: this.settings.contact };
  }

  @Post(':rowId/reveal')
  @HttpCode(200)
  @ForRoles('operator')
  @ApiOperation({ summary: 'Show what a held row says; who looked and why is kept' })
  @ZodResponse({ status: 200, type: RevealedRow })
  show(@CurrentScope() scope: Scope, @Param() { rowId }: QuarantineParams, @Body() { reason }: QuarantineReason) {
    return this.reveal.execute(scope, rowId, reason);
  }

  @Post(':rowId/release')
  @HttpCode(200)
  @ForRoles('operator')
  @ApiOperation({ summary: 'Let a held row in, in the name of its submitter; the same row passes from then on' })
  @ZodResponse({ status: 200, type: ReleasedRow })
  async letIn(
    @CurrentScope() scope: Scope,
    @Param() { rowId }: QuarantineParams,
    @Body() { reason }: QuarantineReason,
  ) {
    return { outcome: await this.release.execute(scope, rowId, reason) };
  }

  @Post(':rowId/destroy')
  @HttpCode(200)
  @ForRoles('operator')
  @ApiOperation({ summary: 'Erase what a held row says; its number and the reason stay' })
  @ZodResponse({ status: 200, type: DestroyedRow })
  async erase(
    @CurrentScope() scope: Scope,
    @Param() { rowId }: QuarantineParams,
    @Body() { reason }: QuarantineReason,
  ) {
    await this.destroy.execute(scope, rowId, reason);
    return { state: 'destroyed' as const };
  }
}

function toRow({ heldAt, decidedAt, ...row }: QuarantinedRow): z.input<typeof quarantinePageSchema>['items'][number] {
  return { ...row, heldAt: heldAt.toISOString(), decidedAt: decidedAt?.toISOString() };
}
