export { createDataSource } from './data-source';
export { migrate } from './run-migrations';
export { PersistenceModule } from './persistence.module';
