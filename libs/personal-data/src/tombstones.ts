import type { AudioStore } from '@vocalborn/audio-store';
import type { RequestedErasure } from '@vocalborn/database';
import { Readable } from 'node:stream';

/** Folder of the tombstones in the audio store. */
const folder = 'erasures/';

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
  await store.put(`${folder}${practiceRecordId}.json`, Readable.from([Buffer.from(content)]), { maxBytes });
}
