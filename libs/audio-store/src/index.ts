/** Storage of recordings, behind one interface. */
export {
  AUDIO_STORE,
  AudioStoreError,
  exampleKey,
  recordingKey,
  type AudioStore,
  type AudioStoreErrorCode,
} from './audio-store.js';
export type { ByteRange, FetchedAudio, ListedAudio, StoredAudio } from './audio-store.js';
export { openAudioStore } from './open-store.js';
