import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { AudioStore, FetchedAudio, ListedAudio } from './audio-store.js';

/** The contract of every audio store; the spec of each implementation runs it. */
export function audioStoreContract(name: string, open: () => Promise<AudioStore>): void {
  const limits = { maxBytes: 1_000 };
  const read = (audio: FetchedAudio): Promise<Buffer> => buffer(Readable.from(audio.chunks()));
  const text = (length: number): Readable => Readable.from([Buffer.alloc(length, 'a')]);

  describe(`${name} as an audio store`, () => {
    it('returns the bytes that were stored', async () => {
      const store = await open();
      expect(await store.put('recordings/one.wav', Readable.from(['ab', 'cd']), limits)).toEqual({
        key: 'recordings/one.wav',
        size: 4,
      });
      const fetched = await store.fetch('recordings/one.wav', limits);
      expect(fetched.size).toBe(4);
      expect((await read(fetched)).toString()).toBe('abcd');
    });

    it('returns the bytes of a large recording, each time they are asked for', async () => {
      const store = await open();
      const content = randomBytes(2_500_000);
      await store.put('recordings/large.wav', Readable.from([content]), { maxBytes: content.length });
      const fetched = await store.fetch('recordings/large.wav', { maxBytes: content.length });
      expect(fetched.size).toBe(content.length);
      for (let time = 0; time < 2; time += 1) expect((await read(fetched)).equals(content)).toBe(true);
    });

    it('keeps nothing of a recording that is too large', async () => {
      const store = await open();
      await expect(store.put('recordings/big.wav', text(1_001), limits)).rejects.toMatchObject({ code: 'too-large' });
      await expect(store.fetch('recordings/big.wav', limits)).rejects.toMatchObject({ code: 'not-found' });
    });

    it('accepts a recording of exactly the limit', async () => {
      const store = await open();
      expect(await store.put('recordings/full.wav', text(1_000), limits)).toMatchObject({ size: 1_000 });
    });

    it('refuses an empty recording', async () => {
      const store = await open();
      await expect(store.put('recordings/none.wav', Readable.from([]), limits)).rejects.toMatchObject({
        code: 'empty',
      });
    });

    it('keeps nothing of an interrupted upload', async () => {
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

    it('refuses to fetch more than the limit', async () => {
      const store = await open();
      await store.put('recordings/long.wav', text(900), limits);
      const fetched = store.fetch('recordings/long.wav', { maxBytes: 899 });
      await expect(fetched).rejects.toMatchObject({ code: 'too-large' });
    });

    it.each([
      ['the whole', { first: 0, last: 9 }, '0123456789'],
      ['the beginning', { first: 0, last: 3 }, '0123'],
      ['the end', { first: 6, last: 9 }, '6789'],
      ['one byte', { first: 4, last: 4 }, '4'],
    ])('tells the size of a recording and reads %s', async (_, range, expected) => {
      const store = await open();
      await store.put('recordings/parts.wav', Readable.from(['01234', '56789']), limits);
      expect(await store.size('recordings/parts.wav')).toBe(10);
      expect((await buffer(await store.read('recordings/parts.wav', range))).toString()).toBe(expected);
    });

    it('has neither a size nor a part of a recording that does not exist', async () => {
      const store = await open();
      const missing = 'recordings/missing.wav';
      await expect(store.size(missing)).rejects.toMatchObject({ code: 'not-found' });
      await expect(store.read(missing, { first: 0, last: 1 })).rejects.toMatchObject({ code: 'not-found' });
    });

    it('throws the reason of an aborted signal', async () => {
      const store = await open();
      const reason = new Error('cancelled');
      const fetched = store.fetch('recordings/any.wav', { ...limits, signal: AbortSignal.abort(reason) });
      await expect(fetched).rejects.toBe(reason);
    });

    it('lists a folder page by page, each object once, with the time of its last change', async () => {
      const store = await open();
      const keys = ['b/2.wav', 'b/10.wav', 'a.wav', 'c/1.wav'].map((name) => `listed/${name}`);
      for (const key of [...keys, 'other/1.wav']) await store.put(key, text(1), limits);
      for (const limit of [1, 2, 4, 100]) {
        const found: string[] = [];
        let after: string | null = null;
        do {
          const page: ListedAudio = await store.list('listed', { after, limit });
          expect(page.objects.length).toBeLessThanOrEqual(limit);
          found.push(...page.objects.map(({ key }) => key));
          for (const { modifiedAt } of page.objects)
            expect(Math.abs(modifiedAt.getTime() - Date.now())).toBeLessThan(3_600_000);
          after = page.next;
        } while (after !== null);
        expect(found.toSorted()).toEqual(keys.toSorted());
      }
    });

    it('lists nothing of a folder that does not exist, and refuses a name that leaves the store', async () => {
      const store = await open();
      expect(await store.list('missing', { after: null, limit: 10 })).toEqual({ objects: [], next: null });
      await expect(store.list('../x', { after: null, limit: 10 })).rejects.toMatchObject({ code: 'invalid-key' });
    });

    it('reports that it is available', async () => {
      await expect((await open()).check()).resolves.toBeUndefined();
    });

    it('removes a recording, also a second time', async () => {
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
        await expect(store.size(key)).rejects.toMatchObject({ code: 'invalid-key' });
        await expect(store.read(key, { first: 0, last: 0 })).rejects.toMatchObject({ code: 'invalid-key' });
      },
    );
  });
}
