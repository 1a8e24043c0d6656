import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The folder of the clone. */
export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

/** Process groups of the running programs; they end with this process. */
const running = new Set();

process.on('exit', () => {
  for (const group of running) end(group);
});

/**
 * Runs a program in the clone's folder and resolves to its exit status and output. `quiet` hides the output, `watch`
 * receives it as it arrives. The program has its own process group, so that its children end with it.
 */
export function run(command, args, { quiet = false, env = {}, watch = () => {} } = {}) {
  return new Promise((resolve) => {
    const stdio = quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'];
    const child = spawn(command, args, { cwd: root, stdio, detached: true, env: { ...process.env, ...env } });
    running.add(child.pid);
    let output = '';
    const keep = (text) => {
      output += text;
      watch(text);
    };
    child.stdout?.setEncoding('utf8').on('data', keep);
    child.stderr?.setEncoding('utf8').on('data', keep);
    child.once('error', (error) => resolve({ status: 127, output: String(error) }));
    child.once('close', (code) => {
      end(child.pid);
      running.delete(child.pid);
      resolve({ status: code ?? 1, output });
    });
  });
}

/** Runs Nx without its daemon, which would outlive this process. */
export function nx(args, options = {}) {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', ...options.env };
  return run(process.execPath, [`${root}/node_modules/.bin/nx`, ...args], { ...options, env });
}

function end(group) {
  try {
    if (group !== undefined) process.kill(-group, 'SIGTERM');
  } catch {
    // The group has ended.
  }
}
