import { transform } from '@swc/core';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { swcOptions } from './tools/build/swc-options.mjs';

/** Compiles as the build does: with the metadata of decorators, which Vite's own compiler does not emit. */
const compileAsTheBuild = {
  name: 'compile-as-the-build',
  enforce: 'pre',
  transform(code, id) {
    const [path] = id.split('?');
    if (!path.endsWith('.ts') || path.includes('/node_modules/')) return null;
    return transform(code, { ...swcOptions, filename: path });
  },
};

/**
 * The settings that every project's tests share: sibling libs are read from source, each run leaves a
 * machine-readable report for the closing total, and a test that hangs fails.
 */
export function projectTests({ plugins = [], ...overrides } = {}) {
  return defineConfig({
    plugins: [compileAsTheBuild, ...plugins],
    oxc: { include: /\.tsx$/ },
    resolve: { conditions: ['@vocalborn/source'] },
    ssr: { resolve: { conditions: ['@vocalborn/source', 'node'] } },
    test: {
      include: ['src/**/*.spec.ts'],
      reporters: ['default', 'json'],
      outputFile: { json: 'test-report.json' },
      testTimeout: 60_000,
      hookTimeout: 120_000,
      pool: 'forks',
      passWithNoTests: false,
      ...overrides,
    },
  });
}

/** For projects whose tests use real servers: one Postgres and one Redis for the whole run. */
export function projectTestsWithServers(overrides = {}) {
  const servers = fileURLToPath(new URL('libs/system-harness/src/vitest-servers.ts', import.meta.url));
  return projectTests({ globalSetup: [servers], ...overrides });
}
