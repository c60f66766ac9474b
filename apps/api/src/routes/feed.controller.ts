import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { feedChangeSchema, feedListSchema, feedSchema, newFeedSchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { FeedRepository, ManageFeeds, type Feed as StoredFeed } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import type { FastifyReply } from 'fastify';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';

class FeedParams extends createZodDto(z.object({ feedId: z.uuid() })) {}
class NewFeed extends createZodDto(newFeedSchema) {}
class FeedChange extends createZodDto(feedChangeSchema) {}
class Feed extends createZodDto(feedSchema) {}
class FeedList extends createZodDto(feedListSchema) {}

/** Addresses from which imports are fetched on a schedule. */
@ApiTags('feeds')
@Controller('feeds')
@ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
export class FeedController {
  constructor(
    private readonly manage: ManageFeeds,
    private readonly feeds: FeedRepository,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Have an import fetched from an address on a schedule. Location names the feed' })
  @ZodResponse({ status: 201, type: Feed })
  async add(@CurrentScope() scope: Scope, @Body() feed: NewFeed, @Res({ passthrough: true }) reply: FastifyReply) {
    const feedId = await this.manage.add(scope, feed);
    void reply.header('location', `/v1/feeds/${feedId}`);
    return toFeed(await this.feeds.find(scope, feedId));
  }

  @Get()
  @ApiOperation({ summary: 'Feeds of the organisation, newest first' })
  @ZodResponse({ status: 200, type: FeedList })
  async list(@CurrentScope() scope: Scope) {
    return { items: (await this.feeds.list(scope)).map(toFeed) };
  }

  @Get(':feedId')
  @ApiOperation({ summary: 'A feed, and what came of its last fetch' })
  @ZodResponse({ status: 200, type: Feed })
  async find(@CurrentScope() scope: Scope, @Param() { feedId }: FeedParams) {
    return toFeed(await this.feeds.find(scope, feedId));
  }

  @Put(':feedId')
  @ApiOperation({ summary: 'Change the interval, pause a feed or make it active again' })
  @ZodResponse({ status: 200, type: Feed })
  async change(@CurrentScope() scope: Scope, @Param() { feedId }: FeedParams, @Body() change: FeedChange) {
    await this.manage.change(scope, feedId, change);
    return toFeed(await this.feeds.find(scope, feedId));
  }

  @Post(':feedId/fetch')
  @HttpCode(202)
  @ApiOperation({ summary: 'Have a feed fetched now' })
  @ZodResponse({ status: 202, type: Feed })
  async fetch(@CurrentScope() scope: Scope, @Param() { feedId }: FeedParams) {
    await this.manage.fetchNow(scope, feedId);
    return toFeed(await this.feeds.find(scope, feedId));
  }

  @Delete(':feedId')
  @HttpCode(204)
  @ApiOperation({ summary: 'Remove a feed; what it has imported stays' })
  async remove(@CurrentScope() scope: Scope, @Param() { feedId }: FeedParams): Promise<void> {
    await this.manage.remove(scope, feedId);
  }
}

function toFeed({ nextAt, checkedAt, createdAt, ...feed }: StoredFeed): z.input<typeof feedSchema> {
  return {
    ...feed,
    nextAt: nextAt.toISOString(),
    checkedAt: checkedAt?.toISOString(),
    createdAt: createdAt.toISOString(),
  };
}
