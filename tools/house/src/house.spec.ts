import { describe, expect, it } from 'vitest';
import { cyclesOf, foldersOf, readImports, type ImportGraph } from './imports.js';
import { duplicateBlocks, oneFileFolders, smallFiles, specShares } from './shape.js';
import type { SourceFile } from './source-files.js';
import { readTaskPath, unreachedFiles } from './task-path.js';

const file = (path: string, text = ''): SourceFile => ({
  path,
  text,
  project: path.split('/').slice(0, 2).join('/'),
  isSpec: path.includes('.spec.'),
});
const linesOf = (count: number): string =>
  Array.from({ length: count }, (_, index) => `const v${index} = 1;`).join('\n');

describe('the imports', () => {
  it.each([
    ["import { a } from './b.js';", ['libs/x/src/b.ts']],
    ["import type { A } from './b.js';", ['libs/x/src/b.ts']],
    ["export { a } from './b.js';", ['libs/x/src/b.ts']],
    ["import './b.js';", ['libs/x/src/b.ts']],
    ["import {\n  a,\n  type B,\n} from './b.js';", ['libs/x/src/b.ts']],
    ["const b = await import('./b.js');", ['libs/x/src/b.ts']],
    ["import { y } from '@vocalborn/y';", ['libs/y/src/index.ts']],
    ["import { z } from '@vocalborn/y/nest';", ['libs/y/src/nest/index.ts']],
    ["import { readFile } from 'node:fs';", []],
    ["// from './b.js'", []],
  ])('of %j are %j', (text, expected) => {
    const others = ['libs/x/src/b.ts', 'libs/y/src/index.ts', 'libs/y/src/nest/index.ts'].map((path) => file(path));
    expect(readImports([file('libs/x/src/a.ts', text), ...others]).get('libs/x/src/a.ts')).toEqual(expected);
  });
});

describe('cycles', () => {
  const graph = (edges: Record<string, string[]>): ImportGraph => new Map(Object.entries(edges));

  it.each([
    [{ a: ['b'], b: ['c'], c: [] }, []],
    [{ a: ['b'], b: ['a'] }, [['a', 'b']]],
    [{ a: ['b'], b: ['c'], c: ['b'], d: ['a'] }, [['b', 'c']]],
    [
      { a: ['b'], b: ['a'], c: ['d'], d: ['c'] },
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
  ])('of %j are %j', (edges, expected) => {
    expect(cyclesOf(graph(edges)).toSorted()).toEqual(expected);
  });

  it('between folders need two siblings', () => {
    const tangled = graph({ 'libs/x/src/a/1.ts': ['libs/x/src/b/1.ts'], 'libs/x/src/b/2.ts': ['libs/x/src/a/2.ts'] });
    expect(cyclesOf(foldersOf(tangled))).toEqual([['libs/x/src/a', 'libs/x/src/b']]);
    const nested = graph({ 'libs/x/src/1.ts': ['libs/x/src/b/1.ts'], 'libs/x/src/b/2.ts': ['libs/x/src/2.ts'] });
    expect(cyclesOf(foldersOf(nested))).toEqual([]);
  });
});

describe('the shape', () => {
  it('counts a file of 14 lines as small, unless a framework asks for it', () => {
    const files = ['a.ts', 'index.ts', 'x.module.ts', 'main.ts', 'a.spec.ts', 'x.d.ts'].map((name) =>
      file(`libs/x/src/${name}`, linesOf(14)),
    );
    expect(smallFiles([...files, file('libs/x/src/b.ts', linesOf(15))])).toEqual(['libs/x/src/a.ts']);
  });

  it('finds folders of one file, specs aside', () => {
    const paths = ['src/a.ts', 'src/one/a.ts', 'src/one/a.spec.ts', 'src/two/a.ts', 'src/two/b.ts', 'src/deep/x/a.ts'];
    expect(oneFileFolders(paths.map((path) => file(`libs/x/${path}`)))).toEqual([
      'libs/x/src/one',
      'libs/x/src/deep/x',
    ]);
  });

  it('counts lines that are not blank, for each project', () => {
    const files = [
      file('libs/x/src/a.ts', 'a\n\nb\n'),
      file('libs/x/src/a.spec.ts', 'a\n'),
      file('apps/y/src/b.ts', 'b'),
    ];
    expect(specShares(files)).toEqual([
      { project: 'apps/y', source: 1, spec: 0 },
      { project: 'libs/x', source: 2, spec: 1 },
    ]);
  });

  it.each([
    [8, 1],
    [7, 0],
  ])('finds a block of %i shared lines: %i', (count, found) => {
    const files = [file('libs/x/src/a.ts', linesOf(count)), file('libs/y/src/b.ts', `let own = 2;\n${linesOf(count)}`)];
    expect(duplicateBlocks(files)).toHaveLength(found);
  });
});

describe('the path of a task', () => {
  const text =
    '# A\n## The path of a task\n\n1. `apps/a/src/c.ts` (http): in\n2. `libs/b/src/d.ts`: on\n\n## Next\n3. `libs/x/src/y.ts`\n';

  it('is the numbered list of its section', () => {
    expect(readTaskPath(text)).toEqual([
      { path: 'apps/a/src/c.ts', entry: 'http' },
      { path: 'libs/b/src/d.ts', entry: null },
    ]);
  });

  it('is refused where no earlier file imports the next one', () => {
    const imports = new Map([
      ['apps/a/src/c.ts', ['libs/b/src/index.ts']],
      ['libs/b/src/index.ts', ['libs/b/src/d.ts']],
    ]);
    expect(unreachedFiles(readTaskPath(text), imports)).toEqual([]);
    expect(unreachedFiles(readTaskPath(text), new Map())).toEqual(['libs/b/src/d.ts']);
  });
});
