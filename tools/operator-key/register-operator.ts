import { NestFactory } from '@nestjs/core';
import { RegisterPrincipal, type RegisteredPrincipal } from '@throughtrain/ingestion';
import { PersistenceModule } from '@throughtrain/persistence';
import { Module } from '@nestjs/common';

/**
 * Registers an operator when nobody can ask the API for one yet: at the first start, or when all keys are lost.
 * @param databaseUrl a migrated database
 */
export async function registerOperator(databaseUrl: string, organisation: string): Promise<RegisteredPrincipal> {
  @Module({
    imports: [PersistenceModule.forRoot({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 2 })],
    providers: [RegisterPrincipal],
  })
  class OperatorKeyModule {}
  const app = await NestFactory.createApplicationContext(OperatorKeyModule, { logger: ['error'], abortOnError: false });
  try {
    return await app.get(RegisterPrincipal).execute(undefined, {
      organisation: { name: organisation, kind: 'operator' },
      name: 'first operator',
      roles: ['operator'],
    });
  } finally {
    await app.close();
  }
}
