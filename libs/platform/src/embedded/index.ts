export {
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
  type EmbeddedPostgresOptions,
} from './embedded-postgres';
export { freePort, freePorts } from './free-ports';
export { endedWithParent, findProgram } from './parent-death';
export { acquireProcessLock, type ProcessLock } from './process-lock';
export { type ChildExit } from './service-process';
export {
  migrate,
  serviceNames,
  startServices,
  type ServiceName,
  type ServiceStack,
  type ServiceStackOptions,
} from './service-stack';
