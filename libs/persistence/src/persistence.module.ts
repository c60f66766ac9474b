import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AuditLog, Clock, Outbox, Rehearsal, UnitOfWork } from '@throughtrain/domain';
import { IntentRepository, PickListRepository, ProfileReader, PushRepository } from '@throughtrain/engagement';
import {
  AuditTrail,
  ContactStore,
  DemandStore,
  DuplicateReview,
  DuplicateSearchRepository,
  DuplicateStore,
  EncodingRepository,
  EnterpriseStore,
  ExpertScoreStore,
  FeedRepository,
  ImportRepository,
  OrganisationRepository,
  PrincipalRepository,
  ProjectLife,
  ProjectSearch,
  ProjectStore,
  RecordHistory,
  MappingRepository,
  ProjectPurge,
  QuarantineRepository,
} from '@throughtrain/ingestion';
import {
  CallRepository,
  DemandReader,
  CurrentLibrary,
  HostDemands,
  LibraryFeed,
  MatchRunRepository,
  RoadshowRepository,
  ShardScoreRepository,
  ShardServers,
  ShortlistRepository,
  WeightProfileRepository,
} from '@throughtrain/matching';
import { SecretBox, type ApiConfig } from '@throughtrain/platform';
import { SqlAuditLog } from './audit-log.repository';
import { SqlAuditTrail } from './audit-trail.repository';
import { SqlCallRepository } from './call.repository';
import { SqlContactStore } from './contact.repository';
import { createDataSource } from './data-source';
import { SqlDemandReader } from './demand-reader.repository';
import { SqlDemandStore } from './demand.repository';
import { SqlDuplicateReview } from './duplicate-review.repository';
import { SqlDuplicateSearchRepository } from './duplicate-search.repository';
import { SqlDuplicateStore } from './duplicate-store.repository';
import { SqlEncodingRepository } from './encoding.repository';
import { SqlEnterpriseStore } from './enterprise.repository';
import { SqlExpertScoreStore } from './expert-score.repository';
import { SqlFeedRepository } from './feed.repository';
import { SqlHostDemands } from './host-demands.repository';
import { SqlImportRepository } from './import.repository';
import { SqlIntentRepository } from './intent.repository';
import { SqlCurrentLibrary } from './current-library.repository';
import { SqlLibraryFeed } from './library-feed.repository';
import { SqlMappingRepository } from './mapping.repository';
import { SqlMatchRunRepository } from './match-run.repository';
import { SqlOrganisationRepository } from './organisation.repository';
import { SqlOutbox } from './outbox.repository';
import { SqlPickListRepository } from './pick-list.repository';
import { SqlPrincipalRepository } from './principal.repository';
import { SqlProjectLife } from './project-life.repository';
import { SqlProjectSearch } from './project-search.repository';
import { SqlProjectStore } from './project.repository';
import { SqlProjectPurge } from './project-purge.repository';
import { SqlPushRepository } from './push.repository';
import { SqlRecordHistory } from './record-history.repository';
import { SqlQuarantineRepository } from './quarantine.repository';
import { SqlRoadshowRepository } from './roadshow.repository';
import { SqlShardScoreRepository } from './shard-score.repository';
import { SqlShardServers } from './shard-servers.repository';
import { SqlShortlistRepository } from './shortlist.repository';
import { SystemClock } from './system-clock';
import { TypeOrmRehearsal } from './type-orm-rehearsal';
import { TypeOrmUnitOfWork } from './type-orm-unit-of-work';
import { SqlProfileReader, SqlWeightProfileRepository } from './weight-profile.repository';

/** Ports of the core and of libs/ingestion. */
const intake: Provider[] = [
  TypeOrmUnitOfWork,
  { provide: UnitOfWork, useExisting: TypeOrmUnitOfWork },
  { provide: Rehearsal, useClass: TypeOrmRehearsal },
  { provide: Clock, useClass: SystemClock },
  { provide: Outbox, useClass: SqlOutbox },
  { provide: AuditLog, useClass: SqlAuditLog },
  { provide: AuditTrail, useClass: SqlAuditTrail },
  { provide: PrincipalRepository, useClass: SqlPrincipalRepository },
  { provide: OrganisationRepository, useClass: SqlOrganisationRepository },
  { provide: ContactStore, useClass: SqlContactStore },
  { provide: ImportRepository, useClass: SqlImportRepository },
  { provide: ProjectStore, useClass: SqlProjectStore },
  { provide: ProjectLife, useClass: SqlProjectLife },
  { provide: RecordHistory, useClass: SqlRecordHistory },
  { provide: ProjectSearch, useClass: SqlProjectSearch },
  { provide: EnterpriseStore, useClass: SqlEnterpriseStore },
  { provide: DemandStore, useClass: SqlDemandStore },
  { provide: EncodingRepository, useClass: SqlEncodingRepository },
  { provide: FeedRepository, useClass: SqlFeedRepository },
  { provide: ExpertScoreStore, useClass: SqlExpertScoreStore },
  { provide: MappingRepository, useClass: SqlMappingRepository },
  { provide: QuarantineRepository, useClass: SqlQuarantineRepository },
  { provide: ProjectPurge, useClass: SqlProjectPurge },
  { provide: DuplicateReview, useClass: SqlDuplicateReview },
  { provide: DuplicateSearchRepository, useClass: SqlDuplicateSearchRepository },
  { provide: DuplicateStore, useClass: SqlDuplicateStore },
];

/** Ports of libs/matching and libs/engagement. */
const funnel: Provider[] = [
  { provide: CallRepository, useClass: SqlCallRepository },
  { provide: DemandReader, useClass: SqlDemandReader },
  { provide: HostDemands, useClass: SqlHostDemands },
  { provide: IntentRepository, useClass: SqlIntentRepository },
  { provide: CurrentLibrary, useClass: SqlCurrentLibrary },
  { provide: LibraryFeed, useClass: SqlLibraryFeed },
  { provide: MatchRunRepository, useClass: SqlMatchRunRepository },
  { provide: PickListRepository, useClass: SqlPickListRepository },
  { provide: ProfileReader, useClass: SqlProfileReader },
  { provide: PushRepository, useClass: SqlPushRepository },
  { provide: RoadshowRepository, useClass: SqlRoadshowRepository },
  { provide: ShardScoreRepository, useClass: SqlShardScoreRepository },
  { provide: ShardServers, useClass: SqlShardServers },
  { provide: ShortlistRepository, useClass: SqlShortlistRepository },
  { provide: WeightProfileRepository, useClass: SqlWeightProfileRepository },
];

const bindings = [...intake, ...funnel];

/** Settings of {@link PersistenceModule}; without a key nothing that is encrypted at rest is read or written. */
type PersistenceConfig = Pick<ApiConfig, 'DATABASE_URL' | 'DATABASE_POOL_SIZE'> & Partial<Pick<ApiConfig, 'DATA_KEY'>>;

/**
 * The database of a process: its `DataSource`, connected before the process starts and closed after its work has ended, and an
 * implementation of every port that needs it. Global: import it once, in the module of the app.
 */
@Module({})
export class PersistenceModule {
  /** @throws Error at start when the server is not reached within some 30 s */
  static forRoot(config: PersistenceConfig): DynamicModule {
    return {
      module: PersistenceModule,
      global: true,
      imports: [
        TypeOrmModule.forRootAsync({
          useFactory: () => ({ type: 'postgres', retryAttempts: 5, retryDelay: 1_000 }),
          dataSourceFactory: () => Promise.resolve(createDataSource(config)),
        }),
      ],
      providers: [...bindings, { provide: SecretBox, useFactory: () => SecretBox.of(config.DATA_KEY) }],
      exports: [TypeOrmModule, ...bindings],
    };
  }
}
