import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mountSmallFolder } from './small-folder.js';
import { temporaryFolder } from './temporary-folder.js';

it.skipIf(!mayMount())('a folder is small for a while and keeps what is in it', async () => {
  const around = temporaryFolder('vocalborn small');
  const folder = join(around.path, 'audio');
  mkdirSync(folder);
  writeFileSync(join(folder, 'before'), 'kept');
  const small = await mountSmallFolder(folder, 1);
  expect(readFileSync(join(folder, 'before'), 'utf8')).toBe('kept');
  expect(() => writeFileSync(join(folder, 'large'), Buffer.alloc(2 * 1024 ** 2))).toThrow('ENOSPC');
  writeFileSync(join(folder, 'large'), 'now small');
  await small.release();
  expect(readFileSync(join(folder, 'before'), 'utf8')).toBe('kept');
  writeFileSync(join(folder, 'large'), Buffer.alloc(2 * 1024 ** 2));
  expect(readFileSync('/proc/mounts', 'utf8')).not.toContain(folder.replaceAll(' ', '\\040'));
  around.remove();
  expect(existsSync(folder)).toBe(false);
});

function mayMount(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  try {
    execFileSync('unshare', ['--mount', 'mount', '-t', 'tmpfs', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
