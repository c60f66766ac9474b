import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { encodingListSchema } from '@throughtrain/contracts';
import { EncodingRepository } from '@throughtrain/ingestion';
import { createZodDto, ZodResponse } from 'nestjs-zod';
import { ForRoles } from '../edge/for-roles';

class EncodingList extends createZodDto(encodingListSchema) {}

/** What texts are encoded by, and how far the library is with it. */
@ApiTags('library')
@Controller('encodings')
export class EncodingController {
  constructor(private readonly encodings: EncodingRepository) {}

  @Get()
  @ForRoles('operator')
  @ApiOperation({ summary: 'Encoders that the library was or is being brought to, the newest first' })
  @ZodResponse({ status: 200, type: EncodingList })
  async list() {
    const encodings = await this.encodings.list();
    return {
      items: encodings.map(({ createdAt, finishedAt, ...rest }) => ({
        ...rest,
        createdAt: createdAt.toISOString(),
        ...(finishedAt && { finishedAt: finishedAt.toISOString() }),
      })),
    };
  }
}
