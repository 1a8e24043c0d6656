import { describe, expect, it } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { readChunks } from './wav-chunks.js';

const size = (value: number) => {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
};
const chunk = (id: string, content: Uint8Array, claimed = content.length) => bytesOf(id, size(claimed), content);
/** PCM, two channels, 16 kHz, four bytes per frame. */
const format = (tag = 1, extra: Uint8Array = new Uint8Array(0)) =>
  chunk('fmt ', bytesOf(tag & 0xff, tag >> 8, 2, 0, size(16_000), size(64_000), 4, 0, 16, 0, extra));
const read = (...chunks: Uint8Array[]) => {
  const bytes = bytesOf('RIFF', size(0), 'WAVE', ...chunks);
  const found = readChunks(new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  return { ...found.format, bytes: found.data.byteLength };
};

describe('readChunks', () => {
  it('reads the format and the data', () => {
    expect(read(format(), chunk('data', new Uint8Array(8)))).toEqual({
      tag: 1,
      channels: 2,
      sampleRate: 16_000,
      blockAlign: 4,
      bytes: 8,
    });
  });

  it('skips other chunks and the byte that pads an odd one', () => {
    const odd = bytesOf(chunk('LIST', bytesOf('abc')), 0);
    expect(read(odd, format(), odd, chunk('data', new Uint8Array(4))).bytes).toBe(4);
  });

  it.each([
    ['as it says', 4, 4],
    ['to the end of the file when it claims more', 1_000, 8],
    ['to the end of the file when it claims nothing', 0, 8],
    ['to the end of the file when it claims the largest number', 2 ** 32 - 1, 8],
  ])('reads the data %s', (_, claimed, bytes) => {
    expect(read(format(), chunk('data', new Uint8Array(8), claimed)).bytes).toBe(bytes);
  });

  it.each([
    ['as its chunk of long sizes says', 6, 6],
    ['to the end of the file when that claims more', 2 ** 40, 8],
    ['to the end of the file when that claims nothing', 0, 8],
  ])('reads the data of RF64 %s', (_, claimed, bytes) => {
    const sizes = Buffer.alloc(28);
    sizes.writeBigUInt64LE(BigInt(claimed), 8);
    expect(read(chunk('ds64', sizes), format(), chunk('data', new Uint8Array(8), 2 ** 32 - 1)).bytes).toBe(bytes);
  });

  it('takes the tag of an extensible format from its GUID', () => {
    const guid = bytesOf(22, 0, 16, 0, size(3), 3, 0, new Uint8Array(14));
    expect(read(format(0xfffe, guid), chunk('data', new Uint8Array(4))).tag).toBe(3);
    expect(read(format(0xfffe), chunk('data', new Uint8Array(4))).tag).toBe(0xfffe);
  });

  it.each([
    ['no chunks', [], /no format description/],
    ['data before the format', [chunk('data', new Uint8Array(4))], /no format description/],
    ['a format alone', [format()], /no sound data/],
    ['a format that is cut off', [chunk('fmt ', new Uint8Array(14))], /cut off/],
  ])('refuses %s', (_, chunks, message) => {
    expect(() => read(...chunks)).toThrow(message);
  });
});
