const { readFileSync } = require('node:fs');

const swc = JSON.parse(readFileSync(`${__dirname}/.swcrc`, 'utf8'));
delete swc.$schema;

// Packages that are published as ES modules only, which Jest cannot load as they are.
const esModules = [
  'content-disposition',
  'nestjs-zod',
  'ml-[^/]+',
  'request-filtering-agent',
  'is-any-array',
  'binary-search',
];

const base = {
  rootDir: __dirname,
  testEnvironment: 'node',
  transform: { '^.+\\.(t|m?j)s$': ['@swc/jest', { ...swc, swcrc: false }] },
  transformIgnorePatterns: [`/node_modules/(?!(?:.*/node_modules/)?(?:${esModules.join('|')})/)`],
  moduleNameMapper: {
    '^@throughtrain/platform/embedded$': '<rootDir>/libs/platform/src/embedded',
    '^@throughtrain/platform/installation$': '<rootDir>/libs/platform/src/installation',
    '^@throughtrain/([^/]+)$': '<rootDir>/libs/$1/src',
  },
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.data/', '<rootDir>/.run/'],
};

// One PostgreSQL (and one Redis, where its program is found) serves all suites of a run; it starts when a project with this
// set-up is selected.
const withServers = {
  ...base,
  globalSetup: '<rootDir>/test/support/global-setup.ts',
  globalTeardown: '<rootDir>/test/support/global-teardown.ts',
};

module.exports = {
  // A bound against hanging, not a promise of speed.
  testTimeout: 60_000,
  maxWorkers: 2,
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['libs', 'tools', 'apps', 'bench'].map((folder) => `<rootDir>/${folder}/**/*.spec.ts`),
    },
    { ...withServers, displayName: 'integration', testMatch: ['<rootDir>/test/integration/**/*.spec.ts'] },
    { ...withServers, displayName: 'e2e', testMatch: ['<rootDir>/test/e2e/**/*.spec.ts'] },
    { ...base, displayName: 'quality', testMatch: ['<rootDir>/test/quality/**/*.spec.ts'] },
    { ...withServers, displayName: 'slow', testMatch: ['<rootDir>/test/slow/**/*.spec.ts'] },
  ],
};
