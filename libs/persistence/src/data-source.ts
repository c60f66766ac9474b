import type { ConnectionConfig } from '@throughtrain/platform';
import { DataSource } from 'typeorm';
import { entities } from './entities';
import { Funnel1700000000001 } from './migrations/0001-funnel';
import { Intake1700000000002 } from './migrations/0002-intake';
import { ContactsAndOrganisations1700000000003 } from './migrations/0003-contacts-and-organisations';
import { Calls1700000000004 } from './migrations/0004-calls';
import { Duplicates1700000000005 } from './migrations/0005-duplicates';
import { ProjectSearch1700000000006 } from './migrations/0006-project-search';
import { ExpertScores1700000000007 } from './migrations/0007-expert-scores';
import { Feeds1700000000008 } from './migrations/0008-feeds';
import { SecondCodeLevel1700000000009 } from './migrations/0009-second-code-level';
import { PurgeAndScoreFiles1700000000010 } from './migrations/0010-purge-and-score-files';
import { CurrentProjects1700000000011 } from './migrations/0011-current-projects';
import { Vectors1700000000012 } from './migrations/0012-vectors';
import { BandsWithMeaning1700000000013 } from './migrations/0013-bands-with-meaning';
import { JudgedBands1700000000014 } from './migrations/0014-judged-bands';
import { SuggestedDomains1700000000015 } from './migrations/0015-suggested-domains';
import { Attempts1700000000016 } from './migrations/0016-attempts';
import { Purges1700000000017 } from './migrations/0017-purges';
import { Shards1700000000018 } from './migrations/0018-shards';

/** No statement of the service takes this long; one that does would hold its locks for ever. */
const statementTimeoutMs = 60_000;
/** The change feed is read below the oldest running transaction, so one that is forgotten open holds up every match run. */
const idleTransactionTimeoutMs = 60_000;
const connectTimeoutMs = 5_000;

/**
 * The connection pool of one process, with the entities and migrations of the service.
 * @returns a data source that is not connected yet: `initialize()` connects it, `destroy()` closes it
 */
export function createDataSource(config: Pick<ConnectionConfig, 'DATABASE_URL' | 'DATABASE_POOL_SIZE'>): DataSource {
  return new DataSource({
    type: 'postgres',
    url: config.DATABASE_URL,
    applicationName: 'throughtrain',
    poolSize: config.DATABASE_POOL_SIZE,
    connectTimeoutMS: connectTimeoutMs,
    extra: {
      statement_timeout: statementTimeoutMs,
      idle_in_transaction_session_timeout: idleTransactionTimeoutMs,
      keepAlive: true,
    },
    installExtensions: false,
    entities: [...entities],
    migrations: [
      Funnel1700000000001,
      Intake1700000000002,
      ContactsAndOrganisations1700000000003,
      Calls1700000000004,
      Duplicates1700000000005,
      ProjectSearch1700000000006,
      ExpertScores1700000000007,
      Feeds1700000000008,
      SecondCodeLevel1700000000009,
      PurgeAndScoreFiles1700000000010,
      CurrentProjects1700000000011,
      Vectors1700000000012,
      BandsWithMeaning1700000000013,
      JudgedBands1700000000014,
      SuggestedDomains1700000000015,
      Attempts1700000000016,
      Purges1700000000017,
      Shards1700000000018,
    ],
    synchronize: false,
    migrationsRun: false,
    logging: false,
  });
}
