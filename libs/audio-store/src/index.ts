/** Where recordings are kept, behind one interface. */
export { AudioStoreError, type AudioStore, type AudioStoreErrorCode } from './audio-store.js';
export type { FetchedAudio, StoredAudio } from './audio-store.js';
export { openAudioStore } from './open-store.js';
export { recordingKey } from './audio-key.js';
