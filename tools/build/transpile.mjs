/** Builds one project: turns each file of `src` into JavaScript and a source map in `dist`. Run it in the project's folder. */
import { transformFile } from '@swc/core';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { swcOptions } from './swc-options.mjs';

const written = new Set();
const outcomes = await Promise.allSettled((await filesIn('src')).filter(isProduct).map(transpile));
const faults = outcomes.filter(({ status }) => status === 'rejected').map(({ reason }) => reason.message);
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
// A source file that was removed must not stay importable.
await Promise.all((await filesIn('dist')).filter((path) => !written.has(path)).map((path) => rm(path)));

/** Writes the script and the source map of one source file. */
async function transpile(source) {
  const script = join('dist', relative('src', source)).replace(/\.ts$/, '.js');
  const { code, map } = await transformFile(source, {
    ...swcOptions,
    sourceFileName: relative(dirname(script), source),
  });
  await mkdir(dirname(script), { recursive: true });
  await write(script, `${code}//# sourceMappingURL=${script.split('/').at(-1)}.map\n`);
  await write(`${script}.map`, map);
}

async function write(path, text) {
  written.add(path);
  await writeFile(path, text);
}

/** Tests and what only they use are not part of the product. */
function isProduct(path) {
  return path.endsWith('.ts') && !/\.(spec|contract|d)\.ts$/.test(path) && !path.includes('/fixtures/');
}

async function filesIn(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
