import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLog, Clock, Outbox, UnitOfWork } from '@throughtrain/domain';
import { IntentRepository, PickListRepository, ProfileReader, PushRepository } from '@throughtrain/engagement';
import {
  DemandStore,
  DuplicateReview,
  DuplicateSearchRepository,
  DuplicateStore,
  EnterpriseStore,
  ImportRepository,
  PrincipalRepository,
  ProjectStore,
} from '@throughtrain/ingestion';
import {
  DemandReader,
  LibraryFeed,
  MatchRunRepository,
  RoadshowRepository,
  ShortlistRepository,
  WeightProfileRepository,
} from '@throughtrain/matching';
import type { ConnectionConfig } from '@throughtrain/platform';
import { SqlAuditLog } from './audit-log.repository';
import { createDataSource } from './data-source';
import { SqlDemandReader } from './demand-reader.repository';
import { SqlDemandStore } from './demand.repository';
import { SqlDuplicateReview } from './duplicate-review.repository';
import { SqlDuplicateSearchRepository } from './duplicate-search.repository';
import { SqlDuplicateStore } from './duplicate-store.repository';
import { SqlEnterpriseStore } from './enterprise.repository';
import { SqlImportRepository } from './import.repository';
import { SqlIntentRepository } from './intent.repository';
import { SqlLibraryFeed } from './library-feed.repository';
import { SqlMatchRunRepository } from './match-run.repository';
import { SqlOutbox } from './outbox.repository';
import { SqlPickListRepository } from './pick-list.repository';
import { SqlPrincipalRepository } from './principal.repository';
import { SqlProjectStore } from './project.repository';
import { SqlPushRepository } from './push.repository';
import { SqlRoadshowRepository } from './roadshow.repository';
import { SqlShortlistRepository } from './shortlist.repository';
import { SystemClock } from './system-clock';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { SqlProfileReader, SqlWeightProfileRepository } from './weight-profile.repository';

/** Ports of the core and of libs/ingestion. */
const intake: Provider[] = [
  TypeOrmUnitOfWork,
  { provide: UnitOfWork, useExisting: TypeOrmUnitOfWork },
  { provide: Clock, useClass: SystemClock },
  { provide: Outbox, useClass: SqlOutbox },
  { provide: AuditLog, useClass: SqlAuditLog },
  { provide: PrincipalRepository, useClass: SqlPrincipalRepository },
  { provide: ImportRepository, useClass: SqlImportRepository },
  { provide: ProjectStore, useClass: SqlProjectStore },
  { provide: EnterpriseStore, useClass: SqlEnterpriseStore },
  { provide: DemandStore, useClass: SqlDemandStore },
  { provide: DuplicateReview, useClass: SqlDuplicateReview },
  { provide: DuplicateSearchRepository, useClass: SqlDuplicateSearchRepository },
  { provide: DuplicateStore, useClass: SqlDuplicateStore },
];

/** Ports of libs/matching and libs/engagement. */
const funnel: Provider[] = [
  { provide: DemandReader, useClass: SqlDemandReader },
  { provide: IntentRepository, useClass: SqlIntentRepository },
  { provide: LibraryFeed, useClass: SqlLibraryFeed },
  { provide: MatchRunRepository, useClass: SqlMatchRunRepository },
  { provide: PickListRepository, useClass: SqlPickListRepository },
  { provide: ProfileReader, useClass: SqlProfileReader },
  { provide: PushRepository, useClass: SqlPushRepository },
  { provide: RoadshowRepository, useClass: SqlRoadshowRepository },
  { provide: ShortlistRepository, useClass: SqlShortlistRepository },
  { provide: WeightProfileRepository, useClass: SqlWeightProfileRepository },
];

const bindings = [...intake, ...funnel];

/**
 * The database of a process: its `DataSource`, connected before the process starts and closed after its work has ended, and an
 * implementation of every port that needs it. Global: import it once, in the module of the app.
 */
@Module({})
export class PersistenceModule {
  /** @throws Error at start when the server is not reached within some 30 s */
  static forRoot(config: Pick<ConnectionConfig, 'DATABASE_URL' | 'DATABASE_POOL_SIZE'>): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ type: 'postgres', retryAttempts: 5, retryDelay: 1_000 }),
          dataSourceFactory: () => Promise.resolve(createDataSource(config)),
        }),
      ],
      providers: bindings,
      exports: [TypeOrmModule, ...bindings],
    };
  }
}
