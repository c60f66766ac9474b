import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  enrolledSchema,
  enrolmentListSchema,
  enrolSchema,
  idPageQuery,
  newRoadshowSchema,
  roadshowPageSchema,
  roadshowSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import {
  CreateRoadshow,
  EnrolEnterprises,
  RoadshowRepository,
  UnenrolEnterprise,
  type Roadshow as StoredRoadshow,
} from '@throughtrain/matching';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toPage } from '../edge/page';

class RoadshowParams extends createZodDto(z.object({ roadshowId: z.uuid() })) {}
class EnrolmentParams extends createZodDto(z.object({ roadshowId: z.uuid(), enterpriseId: z.uuid() })) {}
class RoadshowQuery extends createZodDto(idPageQuery) {}
class NewRoadshow extends createZodDto(newRoadshowSchema) {}
class Roadshow extends createZodDto(roadshowSchema) {}
class RoadshowPage extends createZodDto(roadshowPageSchema) {}
class Enrol extends createZodDto(enrolSchema) {}
class Enrolled extends createZodDto(enrolledSchema) {}
class EnrolmentList extends createZodDto(enrolmentListSchema) {}

/** Roadshows of a host and who takes part. */
@ApiTags('roadshows')
@Controller('roadshows')
export class RoadshowController {
  constructor(
    private readonly createRoadshow: CreateRoadshow,
    private readonly enrolEnterprises: EnrolEnterprises,
    private readonly unenrolEnterprise: UnenrolEnterprise,
    private readonly roadshows: RoadshowRepository,
  ) {}

  @Post()
  @ForRoles('host')
  @ApiOperation({ summary: 'Describe a roadshow with the fields of 附件2《科技成果直通车工作申报表》' })
  @ZodResponse({ status: 201, type: Roadshow })
  async create(
    @CurrentScope() scope: Scope,
    @Body() wanted: NewRoadshow,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const roadshow = await this.createRoadshow.execute(scope, wanted);
    void reply.header('location', `/v1/roadshows/${roadshow.id}`);
    return toRoadshow(roadshow);
  }

  @Get()
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Roadshows of the host, newest first' })
  @ZodResponse({ status: 200, type: RoadshowPage })
  async list(@CurrentScope() scope: Scope, @Query() { cursor, limit }: RoadshowQuery) {
    return toPage(await this.roadshows.list(scope, cursor, limit + 1), limit, toRoadshow, ({ id }) => id);
  }

  @Get(':roadshowId')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'One roadshow' })
  @ZodResponse({ status: 200, type: Roadshow })
  async find(@CurrentScope() scope: Scope, @Param() { roadshowId }: RoadshowParams) {
    return toRoadshow(await this.roadshows.find(scope, roadshowId));
  }

  @Put(':roadshowId/enrolments')
  @ForRoles('host')
  @ApiOperation({ summary: 'Enrol enterprises; those enrolled before stay' })
  @ZodResponse({ status: 200, type: Enrolled })
  async enrol(
    @CurrentScope() scope: Scope,
    @Param() { roadshowId }: RoadshowParams,
    @Body() { enterpriseExternalIds }: Enrol,
  ) {
    const { unknown } = await this.enrolEnterprises.execute(scope, roadshowId, enterpriseExternalIds);
    return { enrolled: enterpriseExternalIds.length - unknown.length, unknown };
  }

  @Delete(':roadshowId/enrolments/:enterpriseId')
  @HttpCode(204)
  @ForRoles('host')
  @ApiOperation({ summary: 'Take an enterprise out again, before a shortlist is frozen' })
  @ApiNoContentResponse()
  async unenrol(@CurrentScope() scope: Scope, @Param() { roadshowId, enterpriseId }: EnrolmentParams): Promise<void> {
    await this.unenrolEnterprise.execute(scope, roadshowId, enterpriseId);
  }

  @Get(':roadshowId/enrolments')
  @ForRoles('host', 'analyst')
  @ApiOperation({ summary: 'Enrolled enterprises with their number of demands' })
  @ZodResponse({ status: 200, type: EnrolmentList })
  async enrolments(@CurrentScope() scope: Scope, @Param() { roadshowId }: RoadshowParams) {
    return { items: await this.roadshows.enrolments(scope, roadshowId) };
  }
}

function toRoadshow({ id, content, createdAt }: StoredRoadshow): z.input<typeof roadshowSchema> {
  return { id, ...content, createdAt: createdAt.toISOString() };
}
