import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Vitest looks up set-up files without the condition below, and would need a build of the harness. */
const sources = {
  '@vocalborn/system-harness/vitest-servers': fileURLToPath(
    new URL('./libs/system-harness/src/vitest-servers.ts', import.meta.url),
  ),
};

/**
 * The settings that every project's tests share: sibling libs are read from source, each run leaves a
 * machine-readable report for the closing total, and a test that hangs fails.
 */
export function projectTests({ globalSetup = [], ...overrides } = {}) {
  return defineConfig({
    resolve: { conditions: ['@vocalborn/source'] },
    // Vitest hands these to Node too, where an explicit `import` would make CommonJS packages load ES modules.
    ssr: { resolve: { conditions: ['@vocalborn/source', 'node'] } },
    test: {
      include: ['src/**/*.spec.ts'],
      reporters: ['default', 'json'],
      outputFile: { json: 'test-report.json' },
      testTimeout: 20_000,
      hookTimeout: 60_000,
      pool: 'forks',
      passWithNoTests: false,
      globalSetup: [globalSetup].flat().map((file) => sources[file] ?? file),
      ...overrides,
    },
  });
}
