import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The files below a folder, as paths from the root with slashes, in the order of their segments. Reads one folder after
 * another, so that a walk that is given up early costs little. A missing folder is empty.
 * @param after begins after this path, which need not exist; null begins at the first file
 */
export async function* walkFiles(root: string, folder: string, after: string | null): AsyncGenerator<string> {
  const start = after?.startsWith(`${folder}/`) ? after.slice(folder.length + 1).split('/') : [];
  yield* walk(root, folder, start);
}

async function* walk(root: string, folder: string, [first = '', ...rest]: readonly string[]): AsyncGenerator<string> {
  for (const entry of await entriesOf(join(root, folder))) {
    if (entry.name < first) continue;
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* walk(root, path, entry.name === first ? rest : []);
    else if (entry.isFile() && entry.name !== first) yield path;
  }
}

async function entriesOf(folder: string) {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}
