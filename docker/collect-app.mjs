/**
 * Copies what apps need of this workspace when they run: their own build and that of every lib they depend on,
 * directly or not. `node collect-app.mjs <target folder> <app> …` makes one folder per app. The command line is an app here.
 */
import { cpSync, existsSync, readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const [target, ...apps] = process.argv.slice(2);
const projects = new Map(['apps', 'libs', 'tools'].flatMap(readProjects).map((project) => [project.name, project]));

for (const app of apps) {
  for (const project of projectsOf(`@vocalborn/${app}`)) copyBuild(project, join(target, app, project.folder));
}

function readProjects(kind) {
  return readdirSync(join(root, kind))
    .map((name) => join(kind, name))
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({ ...JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')), folder }));
}

/** The project and, transitively, those it depends on. */
function projectsOf(name, found = new Set()) {
  const project = projects.get(name);
  if (project === undefined || found.has(project)) return found;
  found.add(project);
  for (const dependency of Object.keys(project.dependencies ?? {})) projectsOf(dependency, found);
  return found;
}

/** The build, and beside it what else the package says that it consists of, and its commands. */
function copyBuild({ folder, files = ['dist'], bin = {} }, to) {
  for (const file of new Set(['package.json', ...files, ...Object.values(bin).map((path) => dirname(path))])) {
    cpSync(join(root, folder, file), join(to, file), { recursive: true });
  }
}
