import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { importKindParamsSchema, templateQuerySchema, type ImportKind } from '@throughtrain/contracts';
import { DomainError, type Scope } from '@throughtrain/domain';
import { ImportRepository } from '@throughtrain/ingestion';
import { CurrentScope } from '@throughtrain/platform';
import { annotate, writeCsv, writeTemplate, type RowOutcome } from '@throughtrain/tabular';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ForRoles } from '../edge/for-roles';
import { attachment, tableTypes } from '../edge/table-file';
import { resultOf } from './import-result';
import { templateOf, templateTable } from './record-template';

class ImportParams extends createZodDto(z.object({ importId: z.uuid() })) {}
class TemplateParams extends createZodDto(importKindParamsSchema) {}
class TemplateQuery extends createZodDto(templateQuerySchema) {}

const fileTypes = { ...tableTypes, ndjson: 'application/x-ndjson' } as const;
const gb18030Csv = 'text/csv; charset=gb18030';
/** Faults read at once while a file is written. */
const faultsAtOnce = 500;

/** Files for people who fill in spreadsheets: what to fill in, and what became of it. */
@ApiTags('imports')
@Controller('imports')
export class ImportFileController {
  constructor(private readonly imports: ImportRepository) {}

  @Get(':kind/template')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'A table to fill in, with a column for each field' })
  @ApiProduces(...Object.values(tableTypes))
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async template(@Param() { kind }: TemplateParams, @Query() { format }: TemplateQuery) {
    const bytes = format === 'csv' ? writeCsv(templateTable(kind)) : await writeTemplate(templateOf(kind));
    const disposition = attachment(`${kind}-template.${format}`, `${templateOf(kind).sheet}导入模板.${format}`);
    return new StreamableFile(bytes, { type: tableTypes[format], length: bytes.length, disposition });
  }

  @Get(':importId/file')
  @ForRoles('host', 'agency', 'owner', 'analyst', 'operator')
  @ApiOperation({ summary: 'The file as it came, with a column 导入结果 that tells what became of each row' })
  @ApiProduces(...Object.values(fileTypes), gb18030Csv)
  @ApiOkResponse({ schema: { type: 'string', format: 'binary' } })
  async file(@CurrentScope() scope: Scope, @Param() { importId }: ImportParams) {
    const { state, kind, isFileKept } = await this.imports.report(scope, importId);
    if (state !== 'completed' && state !== 'failed') throw new DomainError('conflict', 'import.not-completed');
    if (!isFileKept) throw new DomainError('conflict', 'import.file-deleted');
    const outcomes = this.outcomes(scope, importId, kind);
    // What was imported was within the limits of the import.
    const limits = { maxExpandedBytes: Number.MAX_SAFE_INTEGER };
    const { format, encoding, bytes } = await annotate(this.imports.bytes(importId), outcomes, limits);
    const disposition = attachment(`import-result.${format}`, `导入结果.${format}`);
    const type = encoding === 'gb18030' ? gb18030Csv : fileTypes[format];
    return new StreamableFile(Readable.from(bytes), { type, disposition });
  }

  private async *outcomes(
    scope: Scope,
    importId: string,
    kind: ImportKind,
  ): AsyncGenerator<RowOutcome, void, undefined> {
    for (let after = { row: 0, ordinal: 0 }; ;) {
      const faults = await this.imports.faults(scope, importId, after, faultsAtOnce);
      for (const fault of faults) yield resultOf(kind, fault);
      const last = faults.at(-1);
      if (!last || faults.length < faultsAtOnce) return;
      after = last;
    }
  }
}
