import { workspaceRoot } from '@vocalborn/system-harness';
import { describe, expect, it } from 'vitest';
import { cyclesOf, foldersOf, readImports } from './imports.js';
import { duplicateBlocks, oneFileFolders, smallFiles } from './shape.js';
import { readSourceFiles } from './source-files.js';

const files = readSourceFiles(workspaceRoot);
const graph = readImports(files.filter(({ isSpec }) => !isSpec));

describe('the workspace', () => {
  it('is read whole', () => {
    expect(files.length).toBeGreaterThan(700);
    expect(graph.get('apps/api-gateway/src/main.ts')).toContain('apps/api-gateway/src/build-app.ts');
  });

  it('has no files that import each other, type imports included', () => {
    expect(cyclesOf(graph)).toEqual([]);
  });

  it('has no folders that import each other', () => {
    expect(cyclesOf(foldersOf(graph))).toEqual([]);
  });

  it('has no block of lines at two places', () => {
    expect(duplicateBlocks(files)).toEqual([]);
  });

  it('has no folder for one file, and few small files', () => {
    expect(oneFileFolders(files)).toEqual([]);
    expect(smallFiles(files).length).toBeLessThan(15);
  });
});
