/*
 * The arrows of ARCHITECTURE.md: apps -> adapters -> use cases -> core. Type imports count as well, since a type is
 * knowledge of the module that declares it.
 */
const core = '^libs/(domain|contracts|text|ranking)/';
const useCases = '^libs/(ingestion|matching|tuning|engagement)/';
const adapters = '^libs/(engine|remote-scorer|encoders|persistence|queue|channels|tabular|platform)/';
const spec = '\\.spec\\.ts$';
const testing = ['^test/', '^bench/', '^libs/testing/', spec];

/** Packages that one core lib may use; whatever is not named here is refused. */
const packagesOfCore = {
  domain: [],
  contracts: ['zod'],
  text: ['@node-rs/jieba', 'natural'],
  ranking: [],
};

const inPackage = (names) => `(^|/)node_modules/(@types/)?(${names.join('|')})(/|$)`;

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      comment: 'Modules that need each other are one module, or miss a third.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'not-to-unresolvable',
      comment: 'The import leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'only-declared-packages',
      comment: 'A package that package.json does not name comes and goes with other packages.',
      severity: 'error',
      from: {},
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
    {
      name: 'no-development-packages-at-run-time',
      comment: 'The image holds no development packages.',
      severity: 'error',
      from: { path: '^(apps|libs|tools)/', pathNot: testing },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'], pathNot: '(^|/)node_modules/@types/' },
    },

    {
      name: 'core-imports-core',
      severity: 'error',
      from: { path: core, pathNot: spec },
      to: { path: '^(apps|libs|tools|test|bench)/', pathNot: core },
    },
    {
      name: 'core-is-pure',
      comment: 'No files, network or clock in the core: what it needs comes in as arguments.',
      severity: 'error',
      from: { path: core, pathNot: spec },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|util)$' },
    },
    ...Object.entries(packagesOfCore).map(([lib, names]) => ({
      name: `packages-of-${lib}`,
      comment: `libs/${lib} may use ${names.join(', ') || 'no packages'}.`,
      severity: 'error',
      from: { path: `^libs/${lib}/`, pathNot: spec },
      to: { path: '(^|/)node_modules/', ...(names.length > 0 && { pathNot: inPackage(names) }) },
    })),

    {
      name: 'use-cases-import-core',
      comment: 'A use case that needs an adapter declares a port; use-case libs do not import each other.',
      severity: 'error',
      from: { path: '^libs/(ingestion|matching|tuning|engagement)/', pathNot: spec },
      to: { path: '^(apps|libs|tools|test|bench)/', pathNot: [core, '^libs/$1/'] },
    },
    {
      name: 'packages-of-use-cases',
      comment: 'Use cases know Injectable of @nestjs/common and no other package.',
      severity: 'error',
      from: { path: useCases, pathNot: spec },
      to: { path: '(^|/)node_modules/', pathNot: inPackage(['@nestjs/common']) },
    },
    {
      name: 'use-cases-do-no-io',
      severity: 'error',
      from: { path: useCases, pathNot: spec },
      to: {
        dependencyTypes: ['core'],
        pathNot: '^(node:)?(async_hooks|buffer|crypto|events|stream|stream/promises|util)$',
      },
    },

    {
      name: 'adapters-do-not-import-each-other',
      comment:
        'Adapters meet in the apps. All may use libs/platform; the migration step also sets up the queue and looks for what is shipped.',
      severity: 'error',
      from: {
        path: '^libs/(engine|remote-scorer|encoders|persistence|queue|channels|tabular|platform)/',
        pathNot: [spec, '^libs/persistence/src/migrate\\.ts$'],
      },
      to: { path: adapters, pathNot: ['^libs/$1/', '^libs/platform/'] },
    },
    {
      name: 'libs-do-not-import-apps',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|tools|test|bench)/' },
    },
    {
      name: 'apps-do-not-import-apps',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^(apps|tools|test|bench)/', pathNot: '^apps/$1/' },
    },
    {
      name: 'libs-through-their-index',
      comment: 'What a lib keeps inside may change without asking.',
      severity: 'error',
      from: { path: '^libs/([^/]+)/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: ['^libs/$1/', '^libs/[^/]+/src/index\\.ts$', '^libs/platform/src/(embedded|installation)/index\\.ts$'],
      },
    },
    {
      name: 'libs-through-their-index-from-outside',
      comment: 'What a lib keeps inside may change without asking. Jest resolves no aliases in its global set-up.',
      severity: 'error',
      from: { path: '^(apps|tools|test|bench)/', pathNot: '^test/support/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: ['^libs/[^/]+/src/index\\.ts$', '^libs/platform/src/(embedded|installation)/index\\.ts$'],
      },
    },
    {
      name: 'testing-in-tests-only',
      severity: 'error',
      from: { pathNot: testing },
      to: { path: ['^libs/testing/', spec] },
    },

    {
      name: 'bullmq-in-queue-only',
      severity: 'error',
      from: { path: '^(apps|libs|tools|bench)/', pathNot: ['^libs/queue/', '^libs/testing/'] },
      to: { path: inPackage(['bullmq', '@nestjs/bullmq']) },
    },
    {
      name: 'typeorm-in-persistence-and-queue',
      comment: 'The modules of the apps may name the DataSource when they put the parts together.',
      severity: 'error',
      from: {
        path: '^(apps|libs|tools|bench)/',
        pathNot: ['^libs/(persistence|queue|testing)/', '^apps/.+\\.module\\.ts$'],
      },
      to: { path: inPackage(['typeorm', '@nestjs/typeorm']) },
    },
    {
      name: 'pg-in-adapters-only',
      severity: 'error',
      from: { path: '^(apps|libs)/', pathNot: '^libs/(persistence|queue|platform|testing)/' },
      to: { path: inPackage(['pg']) },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    // bench/package.json adds to the packages of the root.
    combinedDependencies: true,
    skipAnalysisNotInRules: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      mainFields: ['main', 'types'],
    },
  },
};
