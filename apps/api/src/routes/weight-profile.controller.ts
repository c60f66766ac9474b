import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { weightProfileSchema } from '@throughtrain/contracts';
import { WeightProfileRepository, type StoredWeightProfile } from '@throughtrain/matching';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForEveryRole } from '../edge/for-roles';

const largestInteger = 2_147_483_647;

class ProfileParams extends createZodDto(z.object({ version: z.coerce.number().int().min(1).max(largestInteger) })) {}
class WeightProfile extends createZodDto(weightProfileSchema) {}

/** The numbers behind scores and limits; the same for everybody. */
@ApiTags('weight profiles')
@Controller('weight-profiles')
@ForEveryRole()
export class WeightProfileController {
  constructor(private readonly profiles: WeightProfileRepository) {}

  @Get('current')
  @ApiOperation({ summary: 'The profile in force, each setting with its unit, range and help' })
  @ZodResponse({ status: 200, type: WeightProfile })
  async current() {
    return toProfile(await this.profiles.current());
  }

  @Get(':version')
  @ApiOperation({ summary: 'One version of the weights' })
  @ZodResponse({ status: 200, type: WeightProfile })
  async find(@Param() { version }: ProfileParams) {
    return toProfile(await this.profiles.find(version));
  }
}

function toProfile({ profile, ...stored }: StoredWeightProfile): z.input<typeof weightProfileSchema> {
  return { version: profile.version, ...stored };
}
