import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolderAtEnd } from './guard.js';

/** A new folder that is removed by `remove`, at the latest when this process ends. */
export function temporaryFolder(prefix: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `${prefix}-`));
  // Other users may enter it, because Postgres may run as another user.
  chmodSync(path, 0o711);
  const release = removeFolderAtEnd(path);
  return {
    path,
    remove: () => {
      rmSync(path, { recursive: true, force: true, maxRetries: 5 });
      release();
    },
  };
}
