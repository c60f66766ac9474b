require('reflect-metadata');
const { parentPort, workerData } = require('node:worker_threads');
const { Module } = require('@nestjs/common');
const { NestFactory } = require('@nestjs/core');
const ingestion = require('../../dist/libs/ingestion/src/index.js');
const { PersistenceModule } = require('../../dist/libs/persistence/src/index.js');
const { openShippedTable, ThreadedAnalyser } = require('../../dist/libs/encoders/src/index.js');
const { Analyser, Encoder } = require('../../dist/libs/text/src/index.js');
const { FileRowReader } = require('../../dist/libs/tabular/src/index.js');

/** Imports a file of so many rows, as the ingest worker would, in a thread whose heap is capped by whoever started it. */
async function main({ databaseUrl, dataKey, scope, format, rows }) {
  class App {}
  Module({
    imports: [PersistenceModule.forRoot({ DATABASE_URL: databaseUrl, DATABASE_POOL_SIZE: 4, DATA_KEY: dataKey })],
    providers: [
      ingestion.RequestImport,
      ingestion.RunImport,
      ingestion.FileBatches,
      ingestion.FilePlanner,
      { provide: Analyser, useClass: ThreadedAnalyser },
      { provide: Encoder, useFactory: openShippedTable },
      ingestion.FinishImport,
      ingestion.RequestDuplicateSearch,
      ingestion.ContactFiling,
      ingestion.BatchStore,
      ingestion.BatchWriter,
      { provide: ingestion.ImportSettings, useFactory: () => new ingestion.ImportSettings(60_000) },
      { provide: ingestion.RowReader, useFactory: () => new FileRowReader({ maxExpandedBytes: 2_000_000_000 }) },
    ],
  })(App);
  const app = await NestFactory.createApplicationContext(App, { logger: false });
  const bytes = format === 'csv' ? csv(rows) : ndjson(rows);
  const importId = await app.get(ingestion.RequestImport).execute(scope, 'projects', bytes, 2_000_000_000);
  await app.get(ingestion.RunImport).execute({ importId });
  const { state, counts, rowsDone } = await app.get(ingestion.ImportRepository).report(scope, importId);
  await app.close();
  parentPort.postMessage({ state, counts, rowsDone });
}

const filler = '面向低温场景的电解液制备方法，离子电导率高。'.repeat(3);

async function* csv(rows) {
  yield Buffer.from('成果编号,征集渠道,密级,成果名称,成果简介,成果所处阶段\n');
  for (let row = 0; row < rows; row += 1)
    yield Buffer.from(`L-${row},高校院所公开征集,公开,第${row}项成果,"${filler}${row}",小试\n`);
}

async function* ndjson(rows) {
  for (let row = 0; row < rows; row += 1) {
    const record = {
      externalId: `L-${row}`,
      channel: 'open-call',
      secrecy: '公开',
      title: `第${row}项成果`,
      summary: `${filler}${row}`,
      stage: '小试',
    };
    yield Buffer.from(`${JSON.stringify(record)}\n`);
  }
}

main(workerData).catch((error) => {
  throw error;
});
