import { Injectable } from '@nestjs/common';
import { ProfileReader } from '@throughtrain/engagement';
import { WeightProfileRepository, type StoredWeightProfile } from '@throughtrain/matching';
import { weightProfile, type JudgedBands, type WeightProfile, type WeightSetting } from '@throughtrain/ranking';
import { onlyRow } from './own-rows';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';

interface WeightProfileRow {
  readonly version: number;
  readonly state: StoredWeightProfile['state'];
  readonly settings: readonly WeightSetting[];
  readonly bands: JudgedBands | null;
}

/** Weight profiles; they are the same for all hosts. */
@Injectable()
export class SqlWeightProfileRepository extends WeightProfileRepository {
  constructor(private readonly uow: TypeOrmUnitOfWork) {
    super();
  }

  async find(version: number): Promise<StoredWeightProfile> {
    const rows = await this.uow.rows<WeightProfileRow>(
      'select version, state, settings, bands from weight_profile where version = $1',
      [version],
    );
    return toStoredProfile(onlyRow(rows));
  }

  async current(): Promise<StoredWeightProfile> {
    const rows = await this.uow.rows<WeightProfileRow>(
      `select version, state, settings, bands from weight_profile where state = 'published' order by version desc limit 1`,
    );
    return toStoredProfile(onlyRow(rows));
  }
}

function toStoredProfile({ version, state, settings, bands }: WeightProfileRow): StoredWeightProfile {
  return { profile: weightProfile(version, settings), settings, state, ...(bands && { bands }) };
}

/** The profiles as libs/engagement reads them. */
@Injectable()
export class SqlProfileReader extends ProfileReader {
  constructor(private readonly profiles: WeightProfileRepository) {
    super();
  }

  async read(version: number): Promise<WeightProfile> {
    return (await this.profiles.find(version)).profile;
  }
}
