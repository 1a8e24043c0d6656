import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, describe, expect, it } from 'vitest';
import type { ListedAudio } from './audio-store.js';
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

describe('the listing of a local folder', () => {
  it('has each file once although names and folders begin alike, and none that no application named', async () => {
    const folder = await freshFolder();
    const store = new LocalFolderStore(folder);
    const keys = ['recordings/b/1.wav', 'recordings/b-c/1.wav', 'recordings/b.wav', 'recordings/b/c/1.wav'];
    for (const key of keys) await store.put(key, Readable.from(['a']), { maxBytes: 10 });
    await writeFile(join(folder, 'recordings', 'Thumbs.DB'), 'x');
    const found: string[] = [];
    let after: string | null = null;
    do {
      const page: ListedAudio = await store.list('recordings', { after, limit: 1 });
      found.push(...page.objects.map(({ key }) => key));
      after = page.next;
    } while (after !== null);
    expect(found.toSorted()).toEqual(keys.toSorted());
  });
});
