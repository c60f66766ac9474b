import { Body, Controller, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import {
  exportQuery,
  pickDirectiveListSchema,
  pickDirectiveSchema,
  pickListHeadListSchema,
  pickListSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { DirectPick, MakePickList, PickListRepository, PublishPickList } from '@throughtrain/engagement';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { KeptAnswers, KeptResponse } from '../edge/kept-answers';
import { tableFile, tableTypes } from '../edge/table-file';
import { toPickList, toPickListHead } from './pick-list.answer';
import { pickListTable } from './pick-list.table';

const roadshowId = z.uuid();

class RoadshowParams extends createZodDto(z.object({ roadshowId })) {}
class DirectiveParams extends createZodDto(z.object({ roadshowId, projectId: z.uuid() })) {}
class PickListParams extends createZodDto(z.object({ pickListId: z.uuid() })) {}
class PickList extends createZodDto(pickListSchema) {}
class PickListHeadList extends createZodDto(pickListHeadListSchema) {}
class PickDirective extends createZodDto(pickDirectiveSchema) {}
class PickDirectiveList extends createZodDto(pickDirectiveListSchema) {}
class ExportQuery extends createZodDto(exportQuery) {}

/** Who goes on stage. */
@ApiTags('picks')
@Controller()
export class PickListController {
  constructor(
    private readonly makePickList: MakePickList,
    private readonly directPick: DirectPick,
    private readonly publishPickList: PublishPickList,
    private readonly pickLists: PickListRepository,
    private readonly kept: KeptAnswers,
  ) {}

  @Post('roadshows/:roadshowId/pick-lists')
  @ForRoles('host')
  @ApiOperation({
    summary: 'Pick by match, quality and the answers so far; each time a new version. Location names it',
  })
  @ZodResponse({ status: 201, type: PickList })
  async make(
    @CurrentScope() scope: Scope,
    @Param() params: RoadshowParams,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const list = await this.makePickList.execute(scope, params.roadshowId);
    void reply.header('location', `/v1/pick-lists/${list.id}`);
    return toPickList(list);
  }

  @Get('roadshows/:roadshowId/pick-lists')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Versions of the pick list, newest first' })
  @ZodResponse({ status: 200, type: PickListHeadList })
  async versions(@CurrentScope() scope: Scope, @Param() params: RoadshowParams) {
    return { items: (await this.pickLists.versions(scope, params.roadshowId)).map(toPickListHead) };
  }

  @Get('pick-lists/:pickListId')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Picks and reserves with their reasons, and the limits that bound' })
  @KeptResponse(PickList)
  async find(@CurrentScope() scope: Scope, @Param() { pickListId: id }: PickListParams) {
    const stamp = await this.pickLists.stamp(scope, id);
    return this.kept.answer(`pick list ${id} ${scope.organisationId}`, stamp, pickListSchema, async () =>
      toPickList(await this.pickLists.find(scope, id)),
    );
  }

  @Get('pick-lists/:pickListId/export')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'A version as a file, drafts too; text is never taken for a formula' })
  @ApiProduces(...Object.values(tableTypes))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async exportVersion(
    @CurrentScope() scope: Scope,
    @Param() { pickListId }: PickListParams,
    @Query() { format }: ExportQuery,
  ) {
    const list = await this.pickLists.find(scope, pickListId);
    return tableFile(pickListTable(list), format, `picks-${list.version}`, `拟路演项目-第${list.version}版`);
  }

  @Put('roadshows/:roadshowId/pick-directives/:projectId')
  @HttpCode(204)
  @ForRoles('host')
  @ApiOperation({
    summary: 'Pin a project onto the stage, ban it, or take either back; it must be on a frozen shortlist',
  })
  @ApiNoContentResponse()
  async direct(
    @CurrentScope() scope: Scope,
    @Param() params: DirectiveParams,
    @Body() { kind, reason }: PickDirective,
  ): Promise<void> {
    await this.directPick.execute(scope, params.roadshowId, { projectId: params.projectId, kind, reason });
  }

  @Get('roadshows/:roadshowId/pick-directives')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Pins and bans in force' })
  @ZodResponse({ status: 200, type: PickDirectiveList })
  async directives(@CurrentScope() scope: Scope, @Param() params: RoadshowParams) {
    return { items: await this.pickLists.directives(scope, params.roadshowId) };
  }

  @Post('pick-lists/:pickListId/publication')
  @ForRoles('host')
  @ApiOperation({ summary: 'Publish a version; the one published before is superseded' })
  @ZodResponse({ status: 200, type: PickList })
  async publish(@CurrentScope() scope: Scope, @Param() { pickListId }: PickListParams) {
    return toPickList(await this.publishPickList.execute(scope, pickListId));
  }

  @Get('roadshows/:roadshowId/picks')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'The published list' })
  @KeptResponse(PickList)
  async published(@CurrentScope() scope: Scope, @Param() { roadshowId: id }: RoadshowParams) {
    const stamp = await this.pickLists.publishedStamp(scope, id);
    return this.kept.answer(`picks ${id} ${scope.organisationId}`, stamp, pickListSchema, async () =>
      toPickList(await this.pickLists.published(scope, id)),
    );
  }

  @Get('roadshows/:roadshowId/picks/export')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'The published list as a file; text is never taken for a formula' })
  @ApiProduces(...Object.values(tableTypes))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async export(@CurrentScope() scope: Scope, @Param() params: RoadshowParams, @Query() { format }: ExportQuery) {
    return tableFile(
      pickListTable(await this.pickLists.published(scope, params.roadshowId)),
      format,
      'picks',
      '拟路演项目',
    );
  }
}
