import { execFileSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fetchRedis, fetchedRedis } from './fetch-redis.js';
import { temporaryFolder } from './temporary-folder.js';

const hasApt = process.platform === 'linux' && canRun('apt-get');

it.skipIf(!hasApt)(
  'fetches a Redis that runs, with the libraries the machine lacks, into its folder only, also when two ask at once',
  async (test) => {
    const folder = temporaryFolder('vocalborn tools');
    const dpkgStatus = join(folder.path, 'status');
    await writeFile(dpkgStatus, withoutRedis(await readFile('/var/lib/dpkg/status', 'utf8')));
    try {
      await Promise.all([fetchRedis(folder.path, { dpkgStatus }), fetchRedis(folder.path, { dpkgStatus })]);
    } catch (error) {
      folder.remove();
      // Without a package mirror there is nothing to try.
      if (/Unable to locate package|Failed to fetch|no installation candidate/.test(String(error))) test.skip();
      throw error;
    }
    const redis = await fetchedRedis(folder.path);
    expect(redis?.command.startsWith(folder.path)).toBe(true);
    expect(execFileSync(redis?.command ?? '', ['--version'], { env: { ...redis?.env } }).toString()).toMatch(
      /server v=/,
    );
    const client = join(folder.path, 'bin', 'redis-cli');
    expect(execFileSync(client, ['--version']).toString()).toMatch(/^(redis|valkey)-cli /);
    folder.remove();
  },
  120_000,
);

/** The machine as it would be, had Redis never been installed. */
function withoutRedis(status: string): string {
  const packages = status.split('\n\n');
  return packages.filter((one) => !/^Package: (redis|valkey|libjemalloc|liblua|lua-|liblzf)/m.test(one)).join('\n\n');
}

function canRun(command: string): boolean {
  try {
    execFileSync(command, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
