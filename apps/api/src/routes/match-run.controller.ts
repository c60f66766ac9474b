import { Controller, Get, Header, Param, Post, Query, Res, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  exclusionPageSchema,
  idPageQuery,
  matchRunListSchema,
  matchRunSchema,
  shortlistListSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { CancelMatchRun, MatchRunRepository, RequestMatchRun, ShortlistRepository } from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';
import { MatchRunEvents } from './match-run-events';
import { toMatchRun } from './match-run.answer';
import { toShortlistHead } from './shortlist.answer';

class RoadshowParams extends createZodDto(z.object({ roadshowId: z.uuid() })) {}
class RunParams extends createZodDto(z.object({ runId: z.uuid() })) {}
class MatchRun extends createZodDto(matchRunSchema) {}
class MatchRunList extends createZodDto(matchRunListSchema) {}
class ShortlistList extends createZodDto(shortlistListSchema) {}
class ExclusionQuery extends createZodDto(idPageQuery) {}
class ExclusionPage extends createZodDto(exclusionPageSchema) {}

/** Match runs: asked for here, done by the matcher. */
@ApiTags('match runs')
@Controller()
export class MatchRunController {
  constructor(
    private readonly requestMatchRun: RequestMatchRun,
    private readonly cancelMatchRun: CancelMatchRun,
    private readonly runs: MatchRunRepository,
    private readonly shortlists: ShortlistRepository,
    private readonly runEvents: MatchRunEvents,
  ) {}

  @Post('roadshows/:roadshowId/match-runs')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Rank the library for the roadshow; Location names the run' })
  @ZodResponse({ status: 202, type: MatchRun })
  async request(
    @CurrentScope() scope: Scope,
    @Param() { roadshowId }: RoadshowParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const run = await this.requestMatchRun.execute(scope, roadshowId);
    void reply.header('location', `/v1/match-runs/${run.id}`);
    return toMatchRun(run);
  }

  @Get('roadshows/:roadshowId/match-runs')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Match runs of the roadshow' })
  @ZodResponse({ status: 200, type: MatchRunList })
  async list(@CurrentScope() scope: Scope, @Param() { roadshowId }: RoadshowParams) {
    return { items: (await this.runs.list(scope, roadshowId)).map(toMatchRun) };
  }

  @Get('match-runs/:runId')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'State, progress, what the run pinned and what came out' })
  @ZodResponse({ status: 200, type: MatchRun })
  async find(@CurrentScope() scope: Scope, @Param() { runId }: RunParams) {
    return toMatchRun(await this.runs.find(scope, runId));
  }

  @Get('match-runs/:runId/events')
  @ForRoles('host', 'analyst')
  @Header('cache-control', 'no-cache')
  @Header('x-accel-buffering', 'no')
  @ApiOperation({ summary: 'Progress as server-sent events: `progress` on each change, `end` when the run has ended' })
  @ApiProduces('text/event-stream')
  @ApiOkResponse({ description: 'Data of `progress`: state, progress, failureCode', schema: { type: 'string' } })
  async events(@CurrentScope() scope: Scope, @Param() { runId }: RunParams) {
    return new StreamableFile(await this.runEvents.open(scope, runId), { type: 'text/event-stream' });
  }

  @Post('match-runs/:runId/cancellation')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Cancel a run; the matcher stops at its next sign of life' })
  @ZodResponse({ status: 200, type: MatchRun })
  async cancel(@CurrentScope() scope: Scope, @Param() { runId }: RunParams) {
    return toMatchRun(await this.cancelMatchRun.execute(scope, runId));
  }

  @Post('match-runs/:runId/replays')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Run the recorded input again; the result must be the same. Location names the new run' })
  @ZodResponse({ status: 202, type: MatchRun })
  async replay(
    @CurrentScope() scope: Scope,
    @Param() { runId }: RunParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const run = await this.requestMatchRun.replay(scope, runId);
    void reply.header('location', `/v1/match-runs/${run.id}`);
    return toMatchRun(run);
  }

  @Get('match-runs/:runId/shortlists')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Shortlists of the run, one for each domain' })
  @ZodResponse({ status: 200, type: ShortlistList })
  async shortlistsOf(@CurrentScope() scope: Scope, @Param() { runId }: RunParams) {
    return { items: (await this.shortlists.ofRun(scope, runId)).map(toShortlistHead) };
  }

  @Get('match-runs/:runId/exclusions')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Projects that took no part, each with its reason' })
  @ZodResponse({ status: 200, type: ExclusionPage })
  async exclusions(
    @CurrentScope() scope: Scope,
    @Param() { runId }: RunParams,
    @Query() { cursor, limit }: ExclusionQuery,
  ) {
    const rows = await this.runs.exclusions(scope, runId, cursor, limit + 1);
    return toPage(
      rows,
      limit,
      (row) => row,
      ({ projectId }) => projectId,
    );
  }
}
