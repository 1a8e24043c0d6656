import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { AudioStore } from './audio-store.js';

/** What every audio store must do; each implementation's spec runs it against the real thing. */
export function audioStoreContract(name: string, open: () => Promise<AudioStore>): void {
  const limits = { maxBytes: 1_000 };
  const text = (length: number): Readable => Readable.from([Buffer.alloc(length, 'a')]);

  describe(`${name} as an audio store`, () => {
    it('gives back the bytes that were stored', async () => {
      const store = await open();
      expect(await store.put('recordings/one.wav', Readable.from(['ab', 'cd']), limits)).toEqual({
        key: 'recordings/one.wav',
        size: 4,
      });
      const fetched = await store.fetch('recordings/one.wav', limits);
      expect(fetched.size).toBe(4);
      expect(await fetched.blob.text()).toBe('abcd');
    });

    it('keeps nothing of a recording that is too large', async () => {
      const store = await open();
      await expect(store.put('recordings/big.wav', text(1_001), limits)).rejects.toMatchObject({ code: 'too-large' });
      await expect(store.fetch('recordings/big.wav', limits)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('takes one that is exactly as large as allowed', async () => {
      const store = await open();
      expect(await store.put('recordings/full.wav', text(1_000), limits)).toMatchObject({ size: 1_000 });
    });

    it('refuses an empty recording', async () => {
      const store = await open();
      await expect(store.put('recordings/none.wav', Readable.from([]), limits)).rejects.toMatchObject({
        code: 'empty',
      });
    });

    it('keeps nothing of an upload that breaks off', async () => {
      const store = await open();
      const broken = Readable.from(
        (function* () {
          yield Buffer.from('ab');
          throw new Error('connection lost');
        })(),
      );
      await expect(store.put('recordings/cut.wav', broken, limits)).rejects.toThrow();
      await expect(store.fetch('recordings/cut.wav', limits)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('does not hand out more than is asked for', async () => {
      const store = await open();
      await store.put('recordings/long.wav', text(900), limits);
      const fetched = store.fetch('recordings/long.wav', { maxBytes: 899 });
      await expect(fetched).rejects.toMatchObject({ code: 'too-large' });
    });

    it('leaves with the reason of whoever has no use for the recording any more', async () => {
      const store = await open();
      const reason = new Error('cancelled');
      const fetched = store.fetch('recordings/any.wav', { ...limits, signal: AbortSignal.abort(reason) });
      await expect(fetched).rejects.toBe(reason);
    });

    it('is found to be there', async () => {
      await expect((await open()).check()).resolves.toBeUndefined();
    });

    it('forgets a removed recording and does not mind removing it twice', async () => {
      const store = await open();
      await store.put('recordings/gone.wav', text(1), limits);
      await store.remove('recordings/gone.wav');
      await store.remove('recordings/gone.wav');
      await expect(store.fetch('recordings/gone.wav', limits)).rejects.toMatchObject({ code: 'not-found' });
    });

    it.each(['../secret.wav', '/etc/passwd', 'a//b.wav', '.hidden', 'a/../b.wav', 'A.wav', 'a\0.wav', ''])(
      'refuses the key %j',
      async (key) => {
        const store = await open();
        await expect(store.fetch(key, limits)).rejects.toMatchObject({ code: 'invalid-key' });
      },
    );
  });
}
