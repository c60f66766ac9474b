import { bandNames, type BandName, type JudgedBands, type WeightSetting } from '@throughtrain/ranking';
import { Client } from 'pg';

interface ProfileInForce {
  readonly version: number;
  readonly settings: readonly WeightSetting[];
  readonly bands: JudgedBands | null;
}

/** Where bands began before any were set from judgements, in weight profile 2. */
const bandsByHand: Readonly<Record<BandName, number>> = { shown: 0.25, related: 0.35, close: 0.5 };

/** What became of bands: the profile that has them now, or the one that keeps its own. */
export type Publication =
  { readonly outcome: 'published' | 'kept'; readonly profile: number } | { readonly outcome: 'in-force' };

/**
 * Puts bands in force in a weight profile of their own, which is else the one in force. Repeating it changes nothing; several at once wait for each other. A profile whose
 * bands somebody has set otherwise keeps them.
 * @throws Error when the server is unreachable
 */
export async function publishBands(databaseUrl: string, bands: JudgedBands): Promise<Publication> {
  const client = new Client({ connectionString: databaseUrl, application_name: 'throughtrain-migrate' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('lock table weight_profile in share row exclusive mode');
    const { rows } = await client.query<ProfileInForce>(
      `select version, settings, bands from weight_profile where state = 'published' order by version desc limit 1`,
    );
    const publication = await publishOver(rows[0], bands, client);
    await client.query('commit');
    return publication;
  } finally {
    await client.end();
  }
}

async function publishOver(
  inForce: ProfileInForce | undefined,
  bands: JudgedBands,
  client: Client,
): Promise<Publication> {
  if (inForce === undefined) throw new Error('no weight profile is published');
  if ((inForce.bands?.version ?? 0) >= bands.version) return { outcome: 'in-force' };
  if (hasOwnBands(inForce)) return { outcome: 'kept', profile: inForce.version };
  const beginnings = new Map<string, number>(bandNames.map((band) => [`band.${band}`, bands.bands[band].from]));
  const settings = inForce.settings.map((setting) => ({
    ...setting,
    value: beginnings.get(setting.key) ?? setting.value,
  }));
  const { rows } = await client.query<{ version: number }>(
    `insert into weight_profile (version, state, settings, bands, published_at)
     select max(version) + 1, 'published', $1::jsonb, $2::jsonb, now() from weight_profile
     returning version`,
    [JSON.stringify(settings), JSON.stringify(bands)],
  );
  return { outcome: 'published', profile: rows[0]?.version ?? NaN };
}

/** Whether its bands begin elsewhere than those that it was given. */
function hasOwnBands({ settings, bands }: ProfileInForce): boolean {
  const value = new Map<string, number>(settings.map((setting) => [setting.key, setting.value]));
  return bandNames.some((band) => value.get(`band.${band}`) !== (bands?.bands[band].from ?? bandsByHand[band]));
}
