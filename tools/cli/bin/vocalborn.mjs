#!/usr/bin/env node
/** `npx vocalborn`: hands over to the built command line; in a clone that was never built, builds it first. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const entry = new URL('../dist/main.js', import.meta.url);
if (!existsSync(entry)) {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  process.stderr.write('Building the command line (once) …\n');
  const args = ['nx', 'run-many', '-t', 'build', '-p', '@vocalborn/cli', '--outputStyle=static'];
  const env = { ...process.env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true' };
  const { status } = spawnSync('npx', ['--no', ...args], { cwd: root, env, stdio: ['ignore', 2, 2] });
  if (status !== 0) {
    process.stderr.write('vocalborn: it could not be built (see above); run `npm ci` and try again\n');
    process.exit(3);
  }
}
const { main } = await import(entry.href);
await main(process.argv);
