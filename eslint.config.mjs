import js from '@eslint/js';
import tseslint from 'typescript-eslint';

const specs = ['**/*.spec.ts', 'test/**/*.ts', 'bench/**/*.ts', 'libs/testing/**/*.ts'];
const core = ['libs/domain/**/*.ts', 'libs/contracts/**/*.ts', 'libs/text/**/*.ts', 'libs/ranking/**/*.ts'];
const useCases = ['libs/ingestion/**/*.ts', 'libs/matching/**/*.ts', 'libs/tuning/**/*.ts', 'libs/engagement/**/*.ts'];
const environmentReaders = [
  'libs/platform/src/config/**/*.ts',
  'libs/platform/src/embedded/**/*.ts',
  'apps/*/src/main.ts',
  'libs/persistence/src/migrate.ts',
  'tools/**/*.ts',
  ...specs,
];

/* A rule that is set twice is replaced, not merged, so each scope below states its whole list from these parts. */

const aliasOnly = [
  {
    regex: String.raw`^(?:\.\./)+(?:libs/)?[a-z-]+/src(?:/|$)`,
    message: 'Import another lib by its alias, @throughtrain/<lib>.',
  },
  {
    regex: '^@throughtrain/(?!platform/(?:embedded|installation)$)[a-z-]+/',
    message: 'Import a lib through its index, not by a path inside it.',
  },
];
const wholeNatural = {
  name: 'natural',
  message: 'It loads for 1.6 s and drags in database clients: import the one module by its path.',
};
const processModules = ['process', 'node:process'].map((name) => ({
  name,
  message: 'Settings are read in libs/platform/src/config.',
}));
const randomness = ['crypto', 'node:crypto'].map((name) => ({
  name,
  importNames: ['randomBytes', 'randomFillSync', 'randomInt', 'randomUUID', 'webcrypto', 'getRandomValues'],
  message: 'The core is a function of its arguments: take ids and seeds as arguments.',
}));
const nestInjectableOnly = {
  name: '@nestjs/common',
  allowImportNames: ['Injectable'],
  message: 'Use cases know nothing of Nest but Injectable.',
};

const stringToken = {
  selector: 'CallExpression[callee.name="Inject"] > Literal',
  message: 'Inject by class: ports are abstract classes, so there are no string tokens.',
};
const forwardReference = {
  selector: 'CallExpression[callee.name="forwardRef"]',
  message: 'Break the cycle instead of hiding it.',
};
const hiddenInputs = [
  {
    selector: 'CallExpression[callee.object.name="Date"][callee.property.name="now"]',
    message: 'Take the time as an argument.',
  },
  { selector: 'NewExpression[callee.name="Date"][arguments.length=0]', message: 'Take the time as an argument.' },
  { selector: 'CallExpression[callee.name="Date"]', message: 'Take the time as an argument.' },
  {
    selector: 'MemberExpression[object.name="performance"][property.name="now"]',
    message: 'Take the time as an argument.',
  },
  { selector: 'MemberExpression[object.name="Math"][property.name="random"]', message: 'Take a seed as an argument.' },
  {
    selector: 'MemberExpression[object.name="crypto"][property.name=/^(randomUUID|getRandomValues)$/]',
    message: 'Take ids as arguments.',
  },
];

/** Asks for a docstring on each class and function that a lib exports. */
const documentedExports = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { missing: 'Say what {{name}} is or returns: shapes, units, ranges, errors.' },
  },
  create(context) {
    return {
      'ExportNamedDeclaration > :matches(ClassDeclaration, FunctionDeclaration, TSDeclareFunction)'(node) {
        const starts = [node.parent, ...(node.decorators ?? [])].sort((a, b) => a.range[0] - b.range[0]);
        const comments = starts.flatMap((start) => context.sourceCode.getCommentsBefore(start));
        if (comments.some((comment) => comment.type === 'Block' && comment.value.startsWith('*'))) return;
        context.report({ node: node.id ?? node, messageId: 'missing', data: { name: node.id?.name ?? 'this export' } });
      },
    };
  },
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', '.run/', 'coverage/', 'samples/', 'models/'] },
  { linterOptions: { noInlineConfig: true } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { throughtrain: { rules: { 'documented-exports': documentedExports } } },
    rules: {
      eqeqeq: 'error',
      'max-lines': ['warn', 300],
      'max-lines-per-function': ['warn', 50],
      'max-params': ['warn', 5],
      // Input is checked for control characters on purpose.
      'no-control-regex': 'off',
      'no-restricted-imports': ['error', { paths: [wholeNatural, ...processModules], patterns: aliasOnly }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Settings are read in libs/platform/src/config.' },
      ],
      'no-restricted-syntax': ['error', stringToken, forwardReference],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-expect-error': true, 'ts-ignore': true, 'ts-nocheck': true, 'ts-check': false },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Code points are what Chinese text is counted in.
      '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
      // Nest's decorators take classes whose constructors are typed with any.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      '@typescript-eslint/prefer-readonly': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: false, requireDefaultForNonUnion: true },
      ],
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: specs,
    rules: { 'throughtrain/documented-exports': 'warn', 'no-console': 'error' },
  },
  { files: ['libs/*/src/data/**/*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['libs/persistence/src/migrate.ts'], rules: { 'no-console': 'off' } },
  {
    files: environmentReaders,
    rules: {
      'no-restricted-imports': ['error', { paths: [wholeNatural], patterns: aliasOnly }],
      'no-restricted-properties': 'off',
    },
  },
  {
    files: core,
    rules: {
      'no-restricted-globals': ['error', { name: 'process', message: 'The core is a function of its arguments.' }],
      'no-restricted-imports': [
        'error',
        { paths: [wholeNatural, ...processModules, ...randomness], patterns: aliasOnly },
      ],
      'no-restricted-syntax': ['error', stringToken, forwardReference, ...hiddenInputs],
    },
  },
  {
    files: useCases,
    ignores: specs,
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [wholeNatural, ...processModules, nestInjectableOnly], patterns: aliasOnly },
      ],
    },
  },
  {
    files: ['libs/engine/src/scoring/*.ts'],
    rules: {
      // The innermost loops: each index is one of the array's by construction, and nothing is put in place of what is missing.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: specs,
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Jest types its asymmetric matchers as any; fakes implement asynchronous ports without waiting.
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  // Jest does not apply its module names to the global set-up, so this reaches libs by path.
  { files: ['test/support/**/*.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    files: ['**/*.mjs', '**/*.cjs', '**/*.js'],
    languageOptions: {
      globals: Object.fromEntries(
        [
          'process',
          'console',
          'URL',
          'Buffer',
          'fetch',
          'performance',
          'setTimeout',
          'clearTimeout',
          'setInterval',
          'clearInterval',
          'AbortSignal',
          'AbortController',
          'TextDecoder',
          'TextEncoder',
          'structuredClone',
          'setImmediate',
          'queueMicrotask',
        ].map((name) => [name, 'readonly']),
      ),
    },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: {
      sourceType: 'commonjs',
      globals: {
        module: 'writable',
        require: 'readonly',
        __dirname: 'readonly',
        __filename: 'readonly',
        exports: 'writable',
      },
    },
  },
);
