import { Injectable } from '@nestjs/common';
import type { DemandRecord } from '@throughtrain/contracts';
import { DomainError, type DemandContent } from '@throughtrain/domain';
import { DemandReader, type AnalysedDemand, type TextVersions } from '@throughtrain/matching';
import { parseAnalysis } from '@throughtrain/text';
import { chunksOf } from './chunks-of';
import { withoutUndefined } from './project-row';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { toVector } from './to-vector';

const demandsPerStatement = 1_000;

interface DemandRow {
  readonly content: DemandRecord | null;
  readonly terms: string | null;
  readonly numbers: Buffer | null;
}

/** Pinned demand revisions with their analyses; no scope, since a run pins demands of its own host only. */
@Injectable()
export class SqlDemandReader extends DemandReader {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async read(
    demands: readonly { readonly id: string; readonly revision: number }[],
    { analyserVersion, encoderVersion }: TextVersions,
  ): Promise<readonly AnalysedDemand[]> {
    const read: AnalysedDemand[] = [];
    for (const chunk of chunksOf(demands, demandsPerStatement)) {
      const rows = await this.uow.rows<DemandRow>(
        `select r.content, a.terms, v.numbers
           from unnest($1::uuid[], $2::integer[]) with ordinality as asked (id, revision, place)
           left join demand_revision r on r.demand_id = asked.id and r.revision = asked.revision
           left join demand_analysis a on a.demand_id = r.demand_id and a.revision = r.revision and a.analyser_version = $3
           left join demand_vector v on v.demand_id = r.demand_id and v.revision = r.revision and v.encoder_version = $4
          order by asked.place`,
        [chunk.map(({ id }) => id), chunk.map(({ revision }) => revision), analyserVersion, encoderVersion ?? null],
      );
      read.push(...rows.map((row) => toAnalysedDemand(row, encoderVersion !== undefined)));
    }
    return read;
  }
}

function toAnalysedDemand({ content, terms, numbers }: DemandRow, needsVector: boolean): AnalysedDemand {
  if (content === null || terms === null || (needsVector && numbers === null))
    throw new DomainError('unavailable', 'library.analysis-missing');
  const analysed = { content: toDemandContent(content), analysis: parseAnalysis(terms) };
  return numbers === null ? analysed : { ...analysed, vector: toVector(numbers) };
}

function toDemandContent({ externalId, enterpriseExternalId, ...said }: DemandRecord): DemandContent {
  return withoutUndefined(said);
}
