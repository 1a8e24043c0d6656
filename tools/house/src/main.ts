import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { cyclesOf, foldersOf, readImports } from './imports.js';
import { duplicateBlocks, oneFileFolders, smallFiles, specShares } from './shape.js';
import { readSourceFiles } from './source-files.js';
import { readTaskPath } from './task-path.js';

/** `npm run house`: prints the figures by which the structure of the code is judged. */
const root = process.cwd();
const files = readSourceFiles(root);
const product = files.filter(({ isSpec }) => !isSpec);
const graph = readImports(product);
const path = readTaskPath(readFileSync(join(root, 'docs/architecture.md'), 'utf8'));
const shares = specShares(files);
const total = shares.reduce((sum, { source, spec }) => ({ source: sum.source + source, spec: sum.spec + spec }), {
  source: 0,
  spec: 0,
});

const list = (name: string, found: readonly string[]): void => {
  console.log(`${name}: ${found.length}`);
  if (process.argv.includes('--list')) for (const each of found) console.log(`  ${each}`);
};
list(
  'files on the path of a task',
  path.map((entry) => entry.path),
);
list('small files', smallFiles(files));
list('one-file folders', oneFileFolders(files));
list(
  'import cycles',
  cyclesOf(graph).map((cycle) => cycle.join(' ')),
);
list(
  'folder cycles',
  cyclesOf(foldersOf(graph)).map((cycle) => cycle.join(' ')),
);
list(
  'duplicate blocks',
  duplicateBlocks(files).map(({ first, second }) => `${first} ${second}`),
);
console.log('spec lines per source line:');
for (const { project, source, spec } of [...shares, { project: 'all', ...total }]) {
  console.log(
    `  ${project.padEnd(24)} ${String(source).padStart(6)} ${String(spec).padStart(6)}  ${(spec / source).toFixed(2)}`,
  );
}
