import { nx, run } from './run.mjs';
import { root } from './root.mjs';

const bin = (name) => `${root}/node_modules/.bin/${name}`;
const node = (program, args) => run(process.execPath, [bin(program), ...args]);

/** ESLint, then knip for unused files, exports and dependencies. Lint rules about the workspace's structure read the project graph from disk and are skipped when there is none. */
async function lint() {
  const graph = await nx(['show', 'projects', '--json'], { quiet: true });
  if (graph.status !== 0) console.error(graph.output);
  const { status } = await node('eslint', ['.', '--max-warnings', '0']);
  const unused = await node('knip', ['--no-progress']);
  return { status: graph.status || status || unused.status };
}

/** The dashboard has the browser's types and is checked by itself. */
async function typecheck() {
  const workspace = await node('tsc', ['-p', 'tsconfig.json', '--noEmit']);
  const dashboard = await node('tsc', ['-p', 'apps/monitor-web/tsconfig.json']);
  return { status: workspace.status || dashboard.status };
}

/**
 * What `npm test` does, in this order. Tests are never taken from Nx's cache: a total must tell of tests that ran.
 * `counted` stages leave a report for every project that says how many tests passed and failed.
 */
export const stages = [
  { name: 'format', work: () => node('prettier', ['--check', '--log-level', 'warn', '.']) },
  { name: 'lint', work: lint },
  { name: 'typecheck', work: typecheck },
  { name: 'build', work: () => nx(['run-many', '-t', 'build', '--outputStyle=static']) },
  {
    name: 'test',
    counted: true,
    work: () => nx(['run-many', '-t', 'test', '--skip-nx-cache', '--nxBail=false', '--outputStyle=static']),
  },
  {
    name: 'e2e',
    counted: true,
    work: () => nx(['run', '@vocalborn/system-e2e:e2e', '--skip-nx-cache', '--outputStyle=static']),
  },
];
