import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolderAtEnd } from './guard.js';

/** A folder of one's own that is gone when this process is, or when `remove` is called. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): Promise<void>;
}

/** Makes a temporary folder that not even a SIGKILL leaves behind. */
export async function temporaryFolder(prefix: string): Promise<TemporaryFolder> {
  const path = await mkdtemp(join(tmpdir(), `${prefix}-`));
  // Enterable, so that a server that had to be started as another user reaches its data.
  await chmod(path, 0o711);
  const keep = removeFolderAtEnd(path);
  return {
    path,
    remove: async () => {
      await rm(path, { recursive: true, force: true, maxRetries: 5 });
      keep();
    },
  };
}
