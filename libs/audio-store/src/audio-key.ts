import { AudioStoreError } from './audio-store.js';

const keyForm = /^[a-z0-9][a-z0-9_-]*(\/[a-z0-9][a-z0-9_-]*)*(\.[a-z0-9]+)?$/;

/** Refuses a key that could leave the store or name something hidden. */
export function checkKey(key: string): string {
  if (key.length > 200 || !keyForm.test(key)) throw new AudioStoreError('invalid-key', 'the audio key is malformed');
  return key;
}

/** A fresh key for a recording: by day, so that folders stay small and can be archived. */
export function recordingKey(id: string, extension: string, now = new Date()): string {
  return checkKey(`recordings/${now.toISOString().slice(0, 10)}/${id}.${extension}`);
}
