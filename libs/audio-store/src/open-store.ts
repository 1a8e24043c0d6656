import { fileURLToPath } from 'node:url';
import type { AudioStore } from './audio-store.js';
import { LocalFolderStore } from './local-folder.js';

/** Opens the store that a URL names: `file:///folder`. @throws Error for any other scheme */
export function openAudioStore(url: string): AudioStore {
  const parsed = new URL(url);
  if (parsed.protocol === 'file:') return new LocalFolderStore(fileURLToPath(parsed));
  throw new Error(`no audio store is known for ${parsed.protocol}//`);
}
