import { importFile, type ImportKind } from '@throughtrain/contracts';
import { AuditLog, DomainError, Outbox, UnitOfWork, type Scope } from '@throughtrain/domain';
import { Injectable } from '@nestjs/common';
import { ImportRepository, type ImportOptions } from '../ports/import.repository.port';

/** Bytes of one staged chunk: large enough to be few, small enough that each insert is short. */
const chunkBytes = 1024 * 1024;

/** Takes an upload in: stages its bytes in short transactions, then leaves the job. */
@Injectable()
export class RequestImport {
  constructor(
    private readonly imports: ImportRepository,
    private readonly uow: UnitOfWork,
    private readonly outbox: Outbox,
    private readonly audit: AuditLog,
  ) {}

  /**
   * @param bytes the file as it arrives
   * @param maxBytes largest number of bytes taken
   * @param options without them a run that counts, and rows that say all themselves
   * @returns the id of the import
   * @throws DomainError invalid `import.empty`, `request.too-large`; nothing is kept then
   */
  async execute(
    scope: Scope,
    kind: ImportKind,
    bytes: AsyncIterable<Buffer>,
    maxBytes: number,
    options: ImportOptions = { dryRun: false, defaults: {} },
  ): Promise<string> {
    const importId = await this.imports.create(scope, kind, options);
    try {
      await this.stage(importId, bytes, maxBytes);
    } catch (error) {
      await this.imports.discard(scope, importId);
      throw error;
    }
    await this.uow.run(async () => {
      await this.imports.submit(scope, importId);
      await this.audit.record(scope, {
        action: 'import.request',
        subjectType: 'import',
        subjectId: importId,
        after: { kind, dryRun: options.dryRun },
      });
      await this.outbox.add(importFile, { importId });
    });
    return importId;
  }

  private async stage(importId: string, bytes: AsyncIterable<Buffer>, maxBytes: number): Promise<void> {
    let total = 0;
    let sequence = 0;
    let pending: Buffer[] = [];
    let pendingBytes = 0;
    const flush = async (): Promise<void> => {
      if (pendingBytes === 0) return;
      await this.imports.appendChunk(importId, sequence, Buffer.concat(pending));
      sequence += 1;
      pending = [];
      pendingBytes = 0;
    };
    for await (const piece of bytes) {
      total += piece.length;
      if (total > maxBytes) throw new DomainError('invalid', 'request.too-large', { maxBytes });
      pending.push(piece);
      pendingBytes += piece.length;
      if (pendingBytes >= chunkBytes) await flush();
    }
    await flush();
    if (total === 0) throw new DomainError('invalid', 'import.empty');
  }
}
