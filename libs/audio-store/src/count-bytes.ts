import { Transform } from 'node:stream';
import { AudioStoreError } from './audio-store.js';

/** Passes a stream on and counts it. The stream breaks with AudioStoreError `too-large` beyond `maxBytes`. */
export function countBytes(maxBytes: number): { readonly stream: Transform; readonly bytes: () => number } {
  let bytes = 0;
  const stream = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      if (bytes > maxBytes) done(new AudioStoreError('too-large', `the recording is larger than ${maxBytes} bytes`));
      else done(null, chunk);
    },
  });
  return { stream, bytes: () => bytes };
}
