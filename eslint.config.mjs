import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

const redis = ['ioredis'];
const bull = ['bull'];
const sql = ['typeorm', 'pg'];
const drivers = [...redis, ...bull, ...sql];
const nestPlatform = ['@nestjs/platform-*', 'fastify'];
const server = [
  '@nestjs/*',
  'node:fs',
  'node:fs/*',
  'node:net',
  'node:http',
  'node:child_process',
  'node:worker_threads',
];

/** The client libraries of storage that a project may import: all but its own driver's are banned. */
const driver = (name, own) => ({
  sourceTag: `driver:${name}`,
  bannedExternalImports: drivers.filter((library) => !own.includes(library)),
});

/** Who may depend on whom. Several rows apply to a project, and all must hold. */
const depConstraints = [
  {
    sourceTag: 'type:app',
    onlyDependOnLibsWithTags: ['type:domain', 'type:adapter', 'type:pure', 'type:settings'],
  },
  {
    sourceTag: 'type:domain',
    onlyDependOnLibsWithTags: ['type:domain', 'type:adapter', 'type:pure'],
    bannedExternalImports: nestPlatform,
  },
  { sourceTag: 'type:adapter', onlyDependOnLibsWithTags: ['type:adapter', 'type:pure'] },
  { sourceTag: 'type:pure', onlyDependOnLibsWithTags: ['type:pure'], bannedExternalImports: server },
  { sourceTag: 'type:settings', onlyDependOnLibsWithTags: ['type:pure'] },
  { sourceTag: 'type:web', onlyDependOnLibsWithTags: ['type:client', 'type:pure'], bannedExternalImports: server },
  { sourceTag: 'type:client', onlyDependOnLibsWithTags: ['type:client', 'type:pure'], bannedExternalImports: server },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:testing', 'type:client'] },
  {
    sourceTag: 'type:tool',
    onlyDependOnLibsWithTags: ['type:testing', 'type:client', 'type:pure', 'type:adapter'],
  },
  {
    sourceTag: 'type:operator-tool',
    onlyDependOnLibsWithTags: ['type:domain', 'type:adapter', 'type:client', 'type:pure', 'type:settings'],
    bannedExternalImports: nestPlatform,
  },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:testing', 'type:client'] },
  driver('none', []),
  driver('http', []),
  driver('store', []),
  driver('redis', redis),
  driver('bull', [...bull, ...redis]),
  driver('sql', sql),
  driver('all', drivers),
];

const boundaries = {
  '@nx/enforce-module-boundaries': [
    'error',
    { enforceBuildableLibDependency: true, banTransitiveDependencies: true, allow: [], depConstraints },
  ],
};

/** Node's own modules that a pure lib must not touch; the boundary rule sees npm packages only. */
const pureLibs = ['task', 'ai-contract', 'speech-analysis', 'monitoring-rules'];

export default tseslint.config(
  { ignores: ['**/dist/**', '**/generated/**', '**/.nx/**', '.local/**', '**/node_modules/**', '**/*.md'] },
  ...nx.configs['flat/base'],
  {
    files: ['**/*.ts', '**/*.tsx'],
    extends: [...tseslint.configs.strictTypeChecked, prettier],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['tsconfig.json', 'apps/monitor-web/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
        disallowAutomaticSingleRunInference: true,
      },
    },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/resolver-next': [createNodeResolver({ extensionAlias: { '.js': ['.ts', '.tsx', '.js'] } })],
    },
    rules: {
      ...boundaries,
      'import-x/no-cycle': ['error', { ignoreExternal: true }],
      'max-lines': ['error', { max: 250, skipBlankLines: true, skipComments: true }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-lone-blocks': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'The environment is read in libs/settings and nowhere else.' },
      ],
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      '@typescript-eslint/no-confusing-void-expression': [
        'error',
        { ignoreArrowShorthand: true, ignoreVoidOperator: true },
      ],
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/no-unnecessary-condition': ['error', { allowConstantLoopConditions: true }],
    },
  },
  {
    // Inner loops over typed arrays, whose indices are in range by construction.
    files: [
      ...['audio-decoding', 'speech-analysis'].map((name) => `libs/${name}/src/**/*.ts`),
      'tools/conformance/src/calibration/**/*.ts',
    ],
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  { files: ['apps/monitor-web/src/**/*.{ts,tsx}'], ...reactHooks.configs.flat.recommended },
  {
    files: ['apps/api-gateway/src/**/*.ts'],
    ignores: ['apps/api-gateway/src/http/validation.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          name: '@nestjs/common',
          importNames: ['Body', 'Query'],
          message: 'They do not validate: use QuicklyValidBody and ValidQuery.',
        },
      ],
    },
  },
  // Dictionaries are tables.
  { files: ['apps/monitor-web/src/language/*-*.ts'], rules: { 'max-lines': 'off' } },
  { files: ['libs/database/src/migrations/*.ts'], rules: { 'max-lines-per-function': 'off' } },
  // Scripts of the projects obey the same boundaries as their sources. tools/generate is no project: it renders
  // documents from the built apps and libs.
  {
    files: ['apps/**/*.mjs', 'libs/**/*.mjs', 'tools/**/*.mjs'],
    ignores: ['**/vitest.config.mjs', 'tools/generate/**'],
    rules: boundaries,
  },
  {
    files: pureLibs.flatMap((name) => [`libs/${name}/src/**/*.ts`, `libs/${name}/*.mjs`]),
    ignores: ['**/*.spec.ts', '**/fixtures/**', '**/vitest.config.mjs'],
    rules: { 'no-restricted-imports': ['error', { patterns: server.filter((name) => name.startsWith('node:')) }] },
  },
  {
    files: [
      'libs/settings/src/**',
      'libs/database/src/bin/**',
      'libs/system-harness/src/**',
      'tools/**',
      'apps/system-e2e/**',
    ],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['**/*.spec.{ts,tsx}', '**/*.contract.ts', '**/fixtures/**', 'apps/system-e2e/**/*.ts'],
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          ...boundaries['@nx/enforce-module-boundaries'][1],
          banTransitiveDependencies: false,
          depConstraints: [{ sourceTag: '*', onlyDependOnLibsWithTags: ['*'] }],
        },
      ],
      'max-lines-per-function': 'off',
      'no-restricted-properties': 'off',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
