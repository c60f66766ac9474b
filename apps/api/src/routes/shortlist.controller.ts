import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  exportQuery,
  freezeSchema,
  invitationListSchema,
  shortlistEntrySchema,
  shortlistHeadSchema,
  shortlistSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { FreezeShortlist, IntentRepository } from '@throughtrain/engagement';
import { ShortlistRepository } from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { KeptAnswers, KeptResponse } from '../edge/kept-answers';
import { tableFile, tableTypes } from '../edge/table-file';
import { toInvitation } from './invitation.answer';
import { toShortlist, toShortlistEntry, toShortlistHead } from './shortlist.answer';
import { shortlistTable } from './shortlist.table';

const shortlistId = z.uuid();

class ShortlistParams extends createZodDto(z.object({ shortlistId })) {}
class EntryParams extends createZodDto(z.object({ shortlistId, projectId: z.uuid() })) {}
class Shortlist extends createZodDto(shortlistSchema) {}
class ShortlistHead extends createZodDto(shortlistHeadSchema) {}
class ShortlistEntry extends createZodDto(shortlistEntrySchema) {}
class Freeze extends createZodDto(freezeSchema) {}
class SentInvitationList extends createZodDto(invitationListSchema) {}
class ExportQuery extends createZodDto(exportQuery) {}

/** Shortlists: read, explained, frozen and handed on. */
@ApiTags('shortlists')
@Controller('shortlists/:shortlistId')
export class ShortlistController {
  constructor(
    private readonly shortlists: ShortlistRepository,
    private readonly intents: IntentRepository,
    private readonly freezeShortlist: FreezeShortlist,
    private readonly kept: KeptAnswers,
  ) {}

  @Get()
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'The list: rank, project, score, best match, strongest reasons' })
  @KeptResponse(Shortlist)
  async find(@CurrentScope() scope: Scope, @Param() { shortlistId: id }: ShortlistParams) {
    const stamp = await this.shortlists.stamp(scope, id);
    return this.kept.answer(`shortlist ${id} ${scope.organisationId}`, stamp, shortlistSchema, async () =>
      toShortlist(await this.shortlists.find(scope, id), await this.shortlists.entries(scope, id)),
    );
  }

  @Get('entries/:projectId')
  @ForRoles('host', 'analyst')
  @ApiOperation({
    summary: 'Why a project stands where it does: every term of its score, its demands and the words that met',
  })
  @ZodResponse({ status: 200, type: ShortlistEntry })
  async entry(@CurrentScope() scope: Scope, @Param() params: EntryParams) {
    return toShortlistEntry(await this.shortlists.entry(scope, params.shortlistId, params.projectId));
  }

  @Post('freeze')
  @ForRoles('host')
  @ApiOperation({ summary: 'Freeze the list and send each enterprise its part' })
  @ZodResponse({ status: 202, type: ShortlistHead })
  async freeze(@CurrentScope() scope: Scope, @Param() params: ShortlistParams, @Body() { deadline }: Freeze) {
    await this.freezeShortlist.execute(scope, params.shortlistId, deadline);
    return toShortlistHead(await this.shortlists.find(scope, params.shortlistId));
  }

  @Get('invitations')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'What each enterprise was sent and what it answered' })
  @ZodResponse({ status: 200, type: SentInvitationList })
  async invitations(@CurrentScope() scope: Scope, @Param() params: ShortlistParams) {
    return { items: (await this.intents.ofShortlist(scope, params.shortlistId)).map(toInvitation) };
  }

  @Get('export')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'The list as a file; text is never taken for a formula' })
  @ApiProduces(...Object.values(tableTypes))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(@CurrentScope() scope: Scope, @Param() params: ShortlistParams, @Query() { format }: ExportQuery) {
    const entries = await this.shortlists.entries(scope, params.shortlistId);
    return tableFile(shortlistTable(entries), format, 'shortlist', '初筛清单');
  }
}
