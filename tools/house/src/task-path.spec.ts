import { workspaceRoot } from '@vocalborn/system-harness';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readImports } from './imports.js';
import { readSourceFiles } from './source-files.js';
import { readTaskPath, unreachedFiles } from './task-path.js';

const graph = readImports(readSourceFiles(workspaceRoot).filter(({ isSpec }) => !isSpec));
const path = readTaskPath(readFileSync(join(workspaceRoot, 'docs/architecture.md'), 'utf8'));
const files = path.map((entry) => entry.path);

describe('the path of a task in docs/architecture.md', () => {
  it('has at most 30 files, each once', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(files.length).toBeLessThanOrEqual(30);
    expect(new Set(files).size).toBe(files.length);
  });

  it('names source files that exist', () => {
    expect(files.filter((file) => !graph.has(file))).toEqual([]);
  });

  it('is what the imports say', () => {
    expect(unreachedFiles(path, graph)).toEqual([]);
  });

  it('is refused when two files change places', () => {
    const from = path.findIndex(({ path: file }) => file.endsWith('/ai-service-client.ts'));
    const to = path.findIndex(({ path: file }) => file.endsWith('/read-answer.ts'));
    const swapped = path.with(from, path[to]!).with(to, path[from]!);
    expect(unreachedFiles(swapped, graph)).toContain('libs/ai-client/src/read-answer.ts');
  });

  it('enters every process of the path from outside', () => {
    expect(path.flatMap(({ path: file, entry }) => (entry === null ? [] : [`${entry} ${file.split('/')[1]}`]))).toEqual(
      ['http api-gateway', 'http api-gateway', 'queue analysis-worker', 'http ai-service', 'thread ai-service'],
    );
  });
});
