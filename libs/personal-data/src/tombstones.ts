import { AudioStoreError, type AudioStore, type ListedAudio } from '@vocalborn/audio-store';
import type { RequestedErasure } from '@vocalborn/database';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

/** Folder of the tombstones in the audio store. */
const folder = 'erasures';

const tombstoneSchema = z.object({
  practiceRecordId: z.uuid(),
  userId: z.uuid(),
  erasedBy: z.uuid(),
  role: z.string(),
  requestedAt: z.string(),
});

/** Tombstones that are in memory at a time. */
const pageSize = 200;

/** Largest tombstone in bytes. */
const maxBytes = 1_024;

/**
 * Writes the tombstone of an erasure: a small object in the audio store, which a restore of the database does not bring
 * back to an earlier time. Who restores an older backup erases by it again.
 * @throws AudioStoreError `unavailable`
 */
export async function putTombstone(store: AudioStore, erasure: RequestedErasure): Promise<void> {
  const { practiceRecordId, userId, erasedBy, role, requestedAt } = erasure;
  const content = JSON.stringify({ practiceRecordId, userId, erasedBy, role, requestedAt });
  await store.put(`${folder}/${practiceRecordId}.json`, Readable.from([Buffer.from(content)]), { maxBytes });
}

/**
 * All erasures that have a tombstone, in batches.
 * @throws AudioStoreError `unavailable`; Error that names a tombstone that cannot be read
 */
export async function* readTombstones(store: AudioStore): AsyncGenerator<RequestedErasure[]> {
  let after: string | null = null;
  do {
    const page: ListedAudio = await store.list(folder, { after, limit: pageSize });
    yield await Promise.all(page.objects.map(({ key }) => readTombstone(store, key)));
    after = page.next;
  } while (after !== null);
}

async function readTombstone(store: AudioStore, key: string): Promise<RequestedErasure> {
  try {
    const stored = await store.fetch(key, { maxBytes });
    return tombstoneSchema.parse(JSON.parse(await text(Readable.from(stored.chunks()))));
  } catch (error) {
    if (error instanceof AudioStoreError) throw error;
    throw new Error(`the tombstone ${key} cannot be read`, { cause: error });
  }
}
