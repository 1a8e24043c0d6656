import { fileURLToPath } from 'node:url';
import type { AudioStore } from './audio-store.js';
import { LocalFolderStore } from './local-folder.js';
import { parseS3Address } from './s3-address.js';

/**
 * Opens the store of a URL: `file:///folder`, or `s3://bucket/prefix?endpoint=https://…&region=…`.
 * @throws Error for any other scheme, or for an incomplete address
 */
export async function openAudioStore(url: string): Promise<AudioStore> {
  const { protocol } = new URL(url);
  if (protocol === 'file:') return new LocalFolderStore(fileURLToPath(url));
  if (protocol !== 's3:') throw new Error(`no audio store is known for ${protocol}//`);
  const address = parseS3Address(url);
  // Loaded on demand: the SDK uses some 30 MB.
  const { S3Store } = await import('./s3.js');
  return new S3Store(address);
}
