import { execFile } from 'node:child_process';
import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { unmountAtEnd } from './guard.js';

const run = promisify(execFile);

/** A folder that is temporarily on its own small file system. */
export interface SmallFolder {
  /** Moves the folder with its present contents back to the surrounding file system. */
  release(): Promise<void>;
}

/**
 * Moves a folder with its contents to a file system in memory of `megabytes`, so that it can be filled up.
 * @throws Error when this process may not mount
 */
export async function mountSmallFolder(folder: string, megabytes: number): Promise<SmallFolder> {
  const staging = `${folder}.small`;
  await Promise.all([mkdir(folder, { recursive: true }), mkdir(staging, { recursive: true })]);
  await run('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m,mode=0755`, 'tmpfs', staging]);
  const forgetStaging = unmountAtEnd(staging);
  await cp(folder, staging, { recursive: true });
  await run('mount', ['--bind', staging, folder]);
  const forgetFolder = unmountAtEnd(folder);
  return {
    release: async () => {
      await cp(folder, `${folder}.back`, { recursive: true });
      await run('umount', ['-l', folder]);
      forgetFolder();
      await run('umount', ['-l', staging]);
      forgetStaging();
      await rename(folder, `${folder}.old`);
      await rename(`${folder}.back`, folder);
      await Promise.all([`${folder}.old`, staging].map((path) => rm(path, { recursive: true, force: true })));
    },
  };
}
