import { describe, expect, it } from 'vitest';
import { sniffUpload } from './sniff-upload.js';

const flac = Buffer.from('fLaC and some frames');
const wav = Buffer.from('RIFF----WAVEfmt ');

/** An ID3v2 tag with this many bytes of content. */
function tag(length: number): Buffer {
  const digits = [21, 14, 7, 0].map((bits) => (length >> bits) & 0x7f);
  return Buffer.concat([Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, ...digits]), Buffer.alloc(length, '<svg>')]);
}

/** The bytes in chunks of a size, counting those that were taken. */
function arriving(bytes: Buffer, size: number) {
  const seen = { chunks: 0 };
  async function* chunks(): AsyncGenerator<Buffer> {
    for (let at = 0; at < bytes.length; at += size) {
      seen.chunks += 1;
      yield await Promise.resolve(bytes.subarray(at, at + size));
    }
  }
  return { seen, content: chunks() };
}

async function bytesOf(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of content) chunks.push(chunk);
  return Buffer.concat(chunks);
}

describe('an upload that is sniffed', () => {
  it.each([
    ['a WAV file', wav, 'wav'],
    ['a file that is shorter than any header', Buffer.from('fLaC'), 'flac'],
    ['a FLAC file after a tag', Buffer.concat([tag(300), flac]), 'flac'],
    ['a FLAC file after two tags', Buffer.concat([tag(30), tag(5_000), flac]), 'flac'],
    [
      'a FLAC file after many empty tags',
      Buffer.concat([...Array.from({ length: 1_000 }, () => tag(0)), flac]),
      'flac',
    ],
    ['a document', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
    ['one byte', Buffer.from('R'), null],
  ])('is told by its content, whatever its chunks, and stays whole: %s', async (_, bytes, format) => {
    for (const size of [1, 7, 64, bytes.length]) {
      const sniffed = await sniffUpload(arriving(bytes, size).content);
      expect(sniffed).toMatchObject({ format, isEmpty: false });
      expect(await bytesOf(sniffed.content)).toEqual(bytes);
    }
  });

  it('is told by what follows a tag that is longer than a chunk', async () => {
    const bytes = Buffer.concat([tag(200_000), flac]);
    const sniffed = await sniffUpload(arriving(bytes, 65_536).content);
    expect(sniffed.format).toBe('flac');
    expect((await bytesOf(sniffed.content)).equals(bytes)).toBe(true);
  });

  it('is not held whole for its tag: a very long one counts as MP3', async () => {
    const bytes = Buffer.concat([tag(2_000_000), flac]);
    const { seen, content } = arriving(bytes, 10_000);
    const sniffed = await sniffUpload(content);
    expect(sniffed.format).toBe('mp3');
    expect(seen.chunks).toBe(27);
    expect((await bytesOf(sniffed.content)).equals(bytes)).toBe(true);
  });

  it('is empty', async () => {
    expect(await sniffUpload(arriving(Buffer.alloc(0), 1).content)).toMatchObject({ format: null, isEmpty: true });
  });

  it('fails as its source fails, before and after the format is known', async () => {
    async function* breaking(...chunks: Buffer[]): AsyncGenerator<Buffer> {
      yield* chunks;
      throw await Promise.resolve(new Error('broken off'));
    }
    await expect(sniffUpload(breaking(Buffer.from('RIFF')))).rejects.toThrow('broken off');
    const { content } = await sniffUpload(breaking(wav));
    await expect(bytesOf(content)).rejects.toThrow('broken off');
  });
});
