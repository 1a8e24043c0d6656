import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import { audioStoreContract } from './audio-store.contract.js';
import { LocalFolderStore } from './local-folder.js';

const folders: string[] = [];
async function freshFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'audio-store-'));
  folders.push(folder);
  return folder;
}

afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

audioStoreContract('a local folder', async () => new LocalFolderStore(await freshFolder()));

describe('a local folder', () => {
  it('leaves no half-written file behind when an upload is refused', async () => {
    const folder = await freshFolder();
    const store = new LocalFolderStore(folder);
    const upload = store.put('recordings/x.wav', Readable.from([Buffer.alloc(20)]), { maxBytes: 10 });
    await expect(upload).rejects.toThrow();
    expect(await readdir(join(folder, 'incoming'))).toEqual([]);
  });
});
