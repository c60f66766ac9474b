import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { expertScoreBodySchema, expertScoresSchema, expertScoreTakenSchema } from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { ExpertScoreStore, ScoreProject } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';

class ScoredProjectParams extends createZodDto(z.object({ projectId: z.uuid() })) {}
class ExpertScoreBody extends createZodDto(expertScoreBodySchema) {}
class ExpertScores extends createZodDto(expertScoresSchema) {}
class ExpertScoreTaken extends createZodDto(expertScoreTakenSchema) {}

/** What experts say of a project on the three axes of the notice. */
@ApiTags('expert scores')
@Controller('projects/:projectId/expert-scores')
export class ExpertScoreController {
  constructor(
    private readonly scoreProject: ScoreProject,
    private readonly scores: ExpertScoreStore,
  ) {}

  @Post()
  @HttpCode(200)
  @ForRoles('analyst', 'operator')
  @ApiOperation({ summary: 'Take in the score of one expert; a later one of the same expert takes its place' })
  @ZodResponse({ status: 200, type: ExpertScoreTaken })
  score(@CurrentScope() scope: Scope, @Param() { projectId }: ScoredProjectParams, @Body() score: ExpertScoreBody) {
    return this.scoreProject.execute(scope, projectId, score);
  }

  @Get()
  @ForRoles('analyst', 'operator', 'agency', 'owner')
  @ApiOperation({ summary: 'Scores by axis; single ones only to the organisation that asked for them' })
  @ZodResponse({ status: 200, type: ExpertScores })
  async of(@CurrentScope() scope: Scope, @Param() { projectId }: ScoredProjectParams) {
    const { own, ...summary } = await this.scores.of(scope, projectId);
    return { ...summary, own: own.map((score) => ({ ...score, recordedAt: score.recordedAt.toISOString() })) };
  }
}
