import { spawn } from 'node:child_process';
import { root } from './root.mjs';

/**
 * Runs a program in the clone's folder and resolves to its exit status and output. `quiet` keeps the output off the
 * screen; a child of its own process group would survive Ctrl-C, so it stays in ours.
 */
export function run(command, args, { quiet = false, env = {} } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd: root, stdio, env: { ...process.env, ...env } });
    const chunks = [];
    child.stdout?.on('data', (chunk) => chunks.push(chunk));
    child.stderr?.on('data', (chunk) => chunks.push(chunk));
    child.once('error', (error) => resolve({ status: 127, output: String(error) }));
    child.once('close', (code, signal) => {
      resolve({ status: signal === null ? code : 1, signal, output: Buffer.concat(chunks).toString() });
    });
  });
}

/** Runs Nx without its background process, which would outlive us. */
export function nx(args, options = {}) {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', ...options.env };
  return run(process.execPath, [`${root}/node_modules/nx/bin/nx.js`, ...args], { ...options, env });
}
