import { Module, type DynamicModule, type Provider, type Type } from '@nestjs/common';
import { APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { AnswerInvitation, DirectPick, FreezeShortlist, MakePickList, PublishPickList } from '@throughtrain/engagement';
import {
  ConfirmationSettings,
  ConfirmProject,
  ConfirmProjects,
  ContactFiling,
  CountProjects,
  DeactivatePrincipal,
  EraseContact,
  DecideDuplicates,
  DescribeDuplicates,
  IssueKey,
  ListDueProjects,
  ReadHistory,
  ManageFeeds,
  BatchStore,
  ConfirmMapping,
  DestroyQuarantined,
  PurgeProject,
  RegisterPrincipal,
  ReleaseQuarantined,
  RequestDuplicateSearch,
  RequestImport,
  ScoreProject,
  SetConsent,
  MergeOrganisations,
  ReadContact,
  RevealContact,
  RevealSettings,
  RevealQuarantined,
  SearchHostLists,
  SearchProjects,
  SuggestDomains,
  WithdrawProject,
} from '@throughtrain/ingestion';
import {
  CancelMatchRun,
  CloseCall,
  CreateCall,
  CreateRoadshow,
  EnrolEnterprises,
  ExtendCall,
  FindDemandsForProject,
  FindProjectsForDemand,
  LibraryScorer,
  PinQuestion,
  PinRunInput,
  RequestMatchRun,
  ShardServers,
  UnenrolEnterprise,
} from '@throughtrain/matching';
import { openShippedTable } from '@throughtrain/encoders';
import { PersistenceModule } from '@throughtrain/persistence';
import {
  AuthModule,
  HealthModule,
  LoggingModule,
  ProbeCheck,
  Probes,
  urlsOf,
  type ApiConfig,
} from '@throughtrain/platform';
import { QueueHealth, QueueModule } from '@throughtrain/queue';
import { CodeClassifier } from '@throughtrain/ranking';
import { HttpLibraryScorer } from '@throughtrain/remote-scorer';
import { ZodSerializerInterceptor, ZodValidationPipe } from 'nestjs-zod';
import { DataSource } from 'typeorm';
import { KeptAnswers } from './edge/kept-answers';
import { RepositoryAuthenticator } from './repository-authenticator';
import { ClassificationController } from './routes/classification.controller';
import { AuditEventController } from './routes/audit-event.controller';
import { CallController } from './routes/call.controller';
import { ContactController } from './routes/contact.controller';
import { DemandController } from './routes/demand.controller';
import { DomainSuggestionController } from './routes/domain-suggestion.controller';
import { DuplicateController } from './routes/duplicate.controller';
import { EnterpriseController } from './routes/enterprise.controller';
import { ExpertScoreController } from './routes/expert-score.controller';
import { FeedController } from './routes/feed.controller';
import { ImportController, UploadSettings } from './routes/import.controller';
import { ImportFileController } from './routes/import-file.controller';
import { ImportMappingController } from './routes/import-mapping.controller';
import { IndustryDomainController } from './routes/industry-domain.controller';
import { InvitationController } from './routes/invitation.controller';
import { EncodingController } from './routes/encoding.controller';
import { LibraryController } from './routes/library.controller';
import { MatchRunEvents } from './routes/match-run-events';
import { MatchRunController } from './routes/match-run.controller';
import { OrganisationController } from './routes/organisation.controller';
import { PickListController } from './routes/pick-list.controller';
import { PrincipalController } from './routes/principal.controller';
import { ProjectLifeController } from './routes/project-life.controller';
import { ProjectController } from './routes/project.controller';
import { QuarantineController, QuarantineSettings } from './routes/quarantine.controller';
import { RoadshowController } from './routes/roadshow.controller';
import { ShortlistController } from './routes/shortlist.controller';
import { WeightProfileController } from './routes/weight-profile.controller';

const megabyte = 1_048_576;

const controllers: Type[] = [
  PrincipalController,
  ImportController,
  FeedController,
  ImportFileController,
  ImportMappingController,
  QuarantineController,
  ProjectController,
  ExpertScoreController,
  ProjectLifeController,
  EncodingController,
  LibraryController,
  DuplicateController,
  EnterpriseController,
  ContactController,
  OrganisationController,
  DemandController,
  RoadshowController,
  MatchRunController,
  ShortlistController,
  InvitationController,
  PickListController,
  WeightProfileController,
  IndustryDomainController,
  DomainSuggestionController,
  ClassificationController,
  CallController,
  AuditEventController,
];

const useCases: Provider[] = [
  RegisterPrincipal,
  DeactivatePrincipal,
  IssueKey,
  RequestImport,
  ManageFeeds,
  WithdrawProject,
  ScoreProject,
  ConfirmProject,
  ConfirmProjects,
  SetConsent,
  ListDueProjects,
  ReadHistory,
  CreateCall,
  CloseCall,
  ExtendCall,
  ReadContact,
  RevealContact,
  EraseContact,
  MergeOrganisations,
  ConfirmMapping,
  BatchStore,
  ContactFiling,
  RevealQuarantined,
  ReleaseQuarantined,
  DestroyQuarantined,
  PurgeProject,
  SearchProjects,
  CountProjects,
  SearchHostLists,
  SuggestDomains,
  DecideDuplicates,
  DescribeDuplicates,
  RequestDuplicateSearch,
  CreateRoadshow,
  EnrolEnterprises,
  UnenrolEnterprise,
  PinRunInput,
  PinQuestion,
  FindProjectsForDemand,
  FindDemandsForProject,
  RequestMatchRun,
  CancelMatchRun,
  FreezeShortlist,
  AnswerInvitation,
  MakePickList,
  DirectPick,
  PublishPickList,
];

/** The HTTP edge. It leaves work to the workers through the outbox, whose rows it relays too. */
@Module({})
export class ApiModule {
  static forRoot(config: ApiConfig): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        LoggingModule.forRoot({ service: 'api', level: config.LOG_LEVEL }),
        PersistenceModule.forRoot(config),
        QueueModule.forRoot({ config, queues: ['ingest', 'matching'] }),
        AuthModule.forRoot({
          authenticator: RepositoryAuthenticator,
          requestsPerMinute: config.RATE_LIMIT_PER_MINUTE,
          openPaths: ['/docs'],
        }),
        HealthModule.forRoot({
          service: 'api',
          probes: { inject: [DataSource, QueueHealth, ShardServers], useFactory: probes },
        }),
      ],
      controllers,
      providers: [
        ...useCases,
        MatchRunEvents,
        { provide: KeptAnswers, useFactory: () => new KeptAnswers() },
        { provide: UploadSettings, useFactory: () => new UploadSettings(config.MAX_UPLOAD_MB * megabyte) },
        { provide: ConfirmationSettings, useFactory: () => new ConfirmationSettings(config.CONFIRMATION_MONTHS) },
        { provide: RevealSettings, useFactory: () => new RevealSettings(config.CONTACT_REVEALS_PER_DAY) },
        { provide: QuarantineSettings, useFactory: () => new QuarantineSettings(config.SECRECY_CONTACT) },
        {
          provide: LibraryScorer,
          useFactory: () => new HttpLibraryScorer({ urls: urlsOf(config.SCORER_URL), secret: config.SCORER_SECRET }),
        },
        { provide: CodeClassifier, useFactory: async () => new CodeClassifier(await openShippedTable()) },
        { provide: APP_PIPE, useClass: ZodValidationPipe },
        { provide: APP_INTERCEPTOR, useClass: ZodSerializerInterceptor },
      ],
    };
  }
}

function probes(database: DataSource, queue: QueueHealth, servers: ShardServers): Probes {
  const checks = [
    new ProbeCheck('database', () => database.query('select 1')),
    new ProbeCheck('queue', () => queue.check()),
  ];
  return new Probes(
    checks,
    () => queue.counts(),
    async () => {
      const unserved = await servers.unserved();
      return unserved.length === 0 ? {} : { unservedShards: unserved.join(',') };
    },
  );
}
