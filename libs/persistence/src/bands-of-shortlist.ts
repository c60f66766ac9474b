import {
  tellBands,
  weightProfile,
  type BandMeaning,
  type JudgedBands,
  type WeightSetting,
} from '@throughtrain/ranking';
import { onlyRow } from './own-rows';
import type { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

interface BandsRow {
  readonly version: number;
  readonly settings: readonly WeightSetting[];
  readonly bands: JudgedBands | null;
  readonly relevanceVersion: string;
  readonly encoderVersion: string | null;
}

// By the profile and the relevance that the run of the list pinned.
const bandsSql = `
  select w.version, w.settings, w.bands, m.input->>'relevanceVersion' as "relevanceVersion", m.input->>'encoderVersion' as "encoderVersion"
    from shortlist s
    join match_run m on m.id = s.run_id
    join weight_profile w on w.version = (m.input->>'profileVersion')::integer
   where s.id = $1`;

/** What the bands of a shortlist say. @throws DomainError not-found */
export async function bandsOfShortlist(uow: TypeOrmUnitOfWork, shortlistId: string): Promise<readonly BandMeaning[]> {
  const row = onlyRow(await uow.rows<BandsRow>(bandsSql, [shortlistId]));
  const { version, settings, bands, relevanceVersion, encoderVersion } = row;
  return tellBands(weightProfile(version, settings), bands ?? undefined, {
    relevanceVersion,
    encoderVersion: encoderVersion ?? undefined,
  });
}
