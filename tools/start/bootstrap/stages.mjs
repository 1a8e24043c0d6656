import { nx, root, run } from './run.mjs';

const bin = (name) => `${root}/node_modules/.bin/${name}`;
const node = (program, args) => run(process.execPath, [bin(program), ...args]);

/** Writes the project graph first: without it, ESLint silently skips the rules about the workspace's structure. */
async function lint() {
  const graph = await nx(['show', 'projects', '--json'], { quiet: true });
  if (graph.status !== 0) console.error(graph.output);
  const { status } = await node('eslint', ['.', '--max-warnings', '0']);
  const unused = await node('knip', ['--no-progress', '--no-config-hints']);
  return { status: graph.status || status || unused.status };
}

/** Checks the dashboard separately, because it needs the browser's types. */
async function typecheck() {
  const workspace = await node('tsc', ['-p', 'tsconfig.json', '--noEmit']);
  const dashboard = await node('tsc', ['-p', 'apps/monitor-web/tsconfig.json']);
  return { status: workspace.status || dashboard.status };
}

/**
 * The stages of `npm test`, in this order. Test stages skip Nx's cache, so that the total counts tests that really ran.
 * A `counted` stage leaves a report with the numbers of passed and failed tests in every project.
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
    // Streamed, because this stage takes long: its reporter prints a line for each finished file.
    work: () => nx(['run', '@vocalborn/system-e2e:e2e', '--skip-nx-cache', '--outputStyle=stream']),
  },
];
