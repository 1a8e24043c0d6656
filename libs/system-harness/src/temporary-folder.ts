import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeFolderAtEnd } from './guard.js';

/** A fresh folder that goes with `remove`, or with this process at the latest. */
export function temporaryFolder(prefix: string): { readonly path: string; remove(): void } {
  const path = mkdtempSync(join(tmpdir(), `${prefix}-`));
  // Enterable, so that a server that had to be started as another user reaches its data.
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
