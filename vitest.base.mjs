import { defineConfig } from 'vitest/config';

/**
 * The settings that every project's tests share: sibling libs are read from source, each run leaves a
 * machine-readable report for the closing total, and a test that hangs fails.
 */
export function projectTests(overrides = {}) {
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
      ...overrides,
    },
  });
}
