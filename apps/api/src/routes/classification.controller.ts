import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { classificationListSchema, classificationNames } from '@throughtrain/contracts';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { z } from 'zod';
import { ForEveryRole } from '../edge/for-roles';
import { classifications } from './classification.answer';

class ClassificationParams extends createZodDto(z.object({ list: z.enum(classificationNames) })) {}
class ClassificationList extends createZodDto(classificationListSchema) {}

/** Code lists for those who fill in forms and files. */
@ApiTags('classifications')
@Controller('classifications')
export class ClassificationController {
  @Get(':list')
  @ForEveryRole()
  @ApiOperation({ summary: 'A code list whole: industries, sub-domains, regions, readiness levels' })
  @ZodResponse({ status: 200, type: ClassificationList })
  list(@Param() { list }: ClassificationParams) {
    return classifications[list];
  }
}
