import { createHash } from 'node:crypto';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root, run } from './run.mjs';

const stamp = join(root, 'node_modules', '.vocalborn-lock-hash');

/** Installs the packages of package-lock.json unless they are installed. Ends the process on failure. */
export async function installIfNeeded() {
  const lock = await readFile(join(root, 'package-lock.json'));
  const hash = createHash('sha256').update(lock).digest('hex');
  if (await isInstalled(hash)) return;
  console.log('Installing the packages of package-lock.json (about a minute the first time) …');
  const started = Date.now();
  // Skips the GPU part of onnxruntime, which its installer fetches from another server.
  const env = { ONNXRUNTIME_NODE_INSTALL: 'skip' };
  const { status, output } = await run('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    quiet: true,
    env,
  });
  if (status !== 0) {
    console.error(`${output.trim()}\n\nnpm ci failed (see above).`);
    process.exit(1);
  }
  await writeFile(stamp, hash);
  console.log(`Installed in ${Math.round((Date.now() - started) / 1000)} s.`);
}

async function isInstalled(hash) {
  const stamped = await readFile(stamp, 'utf8').catch(() => undefined);
  if (stamped !== undefined) return stamped === hash;
  // After `npm ci` by hand: npm writes this file last, so it is missing after an interrupted run.
  const done = await stat(join(root, 'node_modules', '.package-lock.json')).catch(() => undefined);
  const wanted = await stat(join(root, 'package-lock.json'));
  if (done === undefined || done.mtimeMs < wanted.mtimeMs) return false;
  await writeFile(stamp, hash);
  return true;
}
