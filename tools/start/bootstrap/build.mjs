import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { nx, root } from './run.mjs';

/** Written after a build; its time is that of the build's start. */
const stamp = join(root, 'node_modules', '.cache', 'vocalborn-built');

/** What a build reads, beside the folders of the projects. */
const shared = ['nx.json', 'package-lock.json', 'tsconfig.base.json', 'tools/build'];

/** What is written below a project and is no source. */
const outputs = new Set(['dist', 'node_modules', 'test-report.json', 'coverage']);

/** Builds what has changed. Prints the output and ends the process on failure. */
export async function build() {
  const started = Date.now();
  if (!isStale()) return;
  console.log('Building what has changed (half a minute the first time) …');
  const { status, output } = await nx(['run-many', '-t', 'build', '--outputStyle=static'], {
    quiet: true,
    watch: countProjects(),
  });
  if (process.stdout.isTTY) process.stdout.write('\r\u001b[2K');
  if (status === 0) {
    mkdirSync(dirname(stamp), { recursive: true });
    writeFileSync(stamp, String(started));
    return;
  }
  console.error(`${output.trim()}\n\nThe build failed (see above).`);
  process.exit(1);
}

/**
 * Whether a file that a build reads has changed since the last one, or an output is missing. Nx knows more exactly, but
 * it takes seconds to read the projects, which would be a third of a warm start.
 */
function isStale() {
  const built = Number(readText(stamp));
  const projects = ['apps', 'libs', 'tools'].flatMap((kind) => foldersIn(join(root, kind)));
  const missesOutput = (project) => existsSync(join(project, 'src/main.ts')) && !existsSync(join(project, 'dist'));
  const sources = [...projects, ...shared.map((path) => join(root, path))];
  return built === 0 || projects.some(missesOutput) || sources.some((path) => isNewer(path, built));
}

/** A folder's own time changes when a file in it is removed; that of a project's folder also by its output. */
function isNewer(path, built, isProject = true) {
  const entry = statSync(path, { throwIfNoEntry: false });
  if (entry === undefined) return true;
  if (!entry.isDirectory()) return entry.mtimeMs >= built;
  if (!isProject && entry.mtimeMs >= built) return true;
  return readdirSync(path)
    .filter((name) => !outputs.has(name))
    .some((name) => isNewer(join(path, name), built, false));
}

const readText = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '');

const foldersIn = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));

/** Shows the number of built projects on a terminal. */
function countProjects() {
  let built = 0;
  return (text) => {
    built += text.match(/^> nx run /gm)?.length ?? 0;
    if (process.stdout.isTTY && built > 0) process.stdout.write(`\r  ${built} projects built`);
  };
}
