import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  callPageSchema,
  callQuerySchema,
  callSchema,
  callSubmissionPageSchema,
  extensionSchema,
  idPageQuery,
  newCallSchema,
} from '@throughtrain/contracts';
import { Clock, dayInChina, type Scope } from '@throughtrain/domain';
import {
  CallRepository,
  CloseCall,
  CreateCall,
  ExtendCall,
  type Call as StoredCall,
  type CallFromUncovered,
  type OwnCall,
} from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class CallParams extends createZodDto(z.object({ callId: z.uuid() })) {}
class CallQuery extends createZodDto(callQuerySchema) {}
class NewCall extends createZodDto(newCallSchema) {}
class Extension extends createZodDto(extensionSchema) {}
class Call extends createZodDto(callSchema) {}
class CallPage extends createZodDto(callPageSchema) {}
class SubmissionQuery extends createZodDto(idPageQuery) {}
class CallSubmissionPage extends createZodDto(callSubmissionPageSchema) {}

/** Targeted calls (重点征集): made by hosts, read by all who submit projects. */
@ApiTags('calls')
@Controller('calls')
export class CallController {
  constructor(
    private readonly calls: CallRepository,
    private readonly createCall: CreateCall,
    private readonly closeCall: CloseCall,
    private readonly extendCall: ExtendCall,
    private readonly clock: Clock,
  ) {}

  @Post()
  @ForRoles('host')
  @ApiOperation({ summary: 'Call for projects: in own words, or for the demands that a roadshow leaves uncovered' })
  @ZodResponse({ status: 201, type: Call })
  async create(@CurrentScope() scope: Scope, @Body() wanted: NewCall, @Res({ passthrough: true }) reply: FastifyReply) {
    const call = await this.createCall.execute(scope, toWanted(wanted));
    void reply.header('location', `/v1/calls/${call.id}`);
    return toCall(call);
  }

  @Get()
  @ForRoles('host', 'analyst', 'agency', 'owner', 'operator')
  @ApiOperation({ summary: 'Calls of the host with their submissions, or the open calls of all hosts; newest first' })
  @ZodResponse({ status: 200, type: CallPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit, view }: CallQuery) {
    const ofHost = scope.roles.includes('host') || scope.roles.includes('analyst');
    const rows = await this.calls.list(scope, view ?? (ofHost ? 'own' : 'open'), this.today(), cursor, limit + 1);
    return toPage(rows, limit, toCall, ({ id }) => id);
  }

  @Get(':callId')
  @ForRoles('host', 'analyst', 'agency', 'owner', 'operator')
  @ApiOperation({ summary: 'One call; once it is closed only for its host and for those who answered it' })
  @ZodResponse({ status: 200, type: Call })
  async find(@CurrentScope() scope: Scope, @Param() { callId }: CallParams) {
    return toCall(await this.calls.find(scope, callId, this.today()));
  }

  @Post(':callId/close')
  @HttpCode(200)
  @ForRoles('host')
  @ApiOperation({ summary: 'Close a call before its last day; what has answered it stays' })
  @ZodResponse({ status: 200, type: Call })
  async close(@CurrentScope() scope: Scope, @Param() { callId }: CallParams) {
    return toCall(await this.closeCall.execute(scope, callId));
  }

  @Put(':callId/closing-day')
  @ForRoles('host')
  @ApiOperation({ summary: 'Move the last day of a call that is not closed by hand' })
  @ZodResponse({ status: 200, type: Call })
  async extend(@CurrentScope() scope: Scope, @Param() { callId }: CallParams, @Body() { closes }: Extension) {
    return toCall(await this.extendCall.execute(scope, callId, closes));
  }

  @Get(':callId/submissions')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Projects that answer the call, as they are now' })
  @ZodResponse({ status: 200, type: CallSubmissionPage })
  async submissions(
    @CurrentScope() scope: Scope,
    @Param() { callId }: CallParams,
    @Query() { cursor, limit }: SubmissionQuery,
  ) {
    return toPage(
      await this.calls.submissions(scope, callId, cursor, limit + 1),
      limit,
      ({ recordedAt, ...submission }) => ({ ...submission, recordedAt: recordedAt.toISOString() }),
      ({ projectId }) => projectId,
    );
  }

  private today(): string {
    return dayInChina(this.clock.now());
  }
}

/** The schema has seen to it that each kind of call says what it needs. */
function toWanted({ fromUncovered: _, roadshowId, demandIds = [], ...said }: NewCall): OwnCall | CallFromUncovered {
  if (roadshowId !== undefined) return { roadshowId, ...said };
  const { title = '', text = '', industryDomains = [], subDomains = [], ...days } = said;
  return { title, text, industryDomains, subDomains, demandIds, ...days };
}

/** What others are not told: which demands they are, for which roadshow, and how many have answered. */
function toCall({
  isOwn,
  hostId: _hostId,
  roadshowId,
  submissions,
  demands,
  createdAt,
  closedAt,
  ...call
}: StoredCall) {
  return {
    ...call,
    ...(isOwn && { submissions, ...(roadshowId !== undefined && { roadshowId }) }),
    demands: isOwn ? demands : demands.map(({ demandId: _demandId, ...told }) => told),
    createdAt: createdAt.toISOString(),
    ...(closedAt !== undefined && { closedAt: closedAt.toISOString() }),
  };
}
