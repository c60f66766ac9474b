import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  intentAnswerSchema,
  intentListSchema,
  intentSchema,
  invitationHeadListSchema,
  invitationSchema,
} from '@throughtrain/contracts';
import type { Scope } from '@throughtrain/domain';
import { AnswerInvitation, IntentRepository } from '@throughtrain/engagement';
import { CurrentScope } from '@throughtrain/platform';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { toIntent, toInvitationHead, toMarkedInvitation } from './invitation.answer';

const invitationId = z.uuid();

class InvitationParams extends createZodDto(z.object({ invitationId })) {}
class IntentParams extends createZodDto(z.object({ invitationId, projectId: z.uuid() })) {}
class InvitationHeadList extends createZodDto(invitationHeadListSchema) {}
class Invitation extends createZodDto(invitationSchema) {}
class IntentAnswer extends createZodDto(intentAnswerSchema) {}
class Intent extends createZodDto(intentSchema) {}
class IntentHistory extends createZodDto(intentListSchema) {}

/** What an enterprise was sent, and its answers. */
@ApiTags('invitations')
@Controller('invitations')
export class InvitationController {
  constructor(
    private readonly intents: IntentRepository,
    private readonly answerInvitation: AnswerInvitation,
  ) {}

  @Get()
  @ForRoles('enterprise')
  @ApiOperation({ summary: 'Invitations of the enterprise, newest first' })
  @ZodResponse({ status: 200, type: InvitationHeadList })
  async list(@CurrentScope() scope: Scope) {
    return { items: (await this.intents.invitations(scope)).map(toInvitationHead) };
  }

  @Get(':invitationId')
  @ForRoles('enterprise')
  @ApiOperation({ summary: 'Its projects, each with the demand that it answers and the words that met' })
  @ZodResponse({ status: 200, type: Invitation })
  async find(@CurrentScope() scope: Scope, @Param() params: InvitationParams) {
    return toMarkedInvitation(await this.intents.invitation(scope, params.invitationId));
  }

  @Put(':invitationId/intents/:projectId')
  @ForRoles('enterprise')
  @ApiOperation({ summary: 'Answer on one project; a changed mind keeps the earlier answers' })
  @ZodResponse({ status: 200, type: Intent })
  async answer(@CurrentScope() scope: Scope, @Param() params: IntentParams, @Body() answer: IntentAnswer) {
    return toIntent(await this.answerInvitation.execute(scope, params.invitationId, params.projectId, answer));
  }

  @Get(':invitationId/intents/:projectId/history')
  @ForRoles('enterprise')
  @ApiOperation({ summary: 'All answers on one project, oldest first' })
  @ZodResponse({ status: 200, type: IntentHistory })
  async history(@CurrentScope() scope: Scope, @Param() params: IntentParams) {
    return { items: (await this.intents.history(scope, params.invitationId, params.projectId)).map(toIntent) };
  }
}
