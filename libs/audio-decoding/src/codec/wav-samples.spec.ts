import { describe, expect, it } from 'vitest';
import { sampleReader } from './wav-samples.js';

const [pcm, float, aLaw, muLaw] = [1, 3, 6, 7];
const decode = (tag: number, ...bytes: readonly number[]): number => {
  const view = new DataView(Uint8Array.from([0, ...bytes]).buffer);
  return sampleReader(tag, bytes.length)!(view, 1);
};

describe('sampleReader', () => {
  it.each([
    ['8 bits, lowest', [0], -1],
    ['8 bits, middle', [128], 0],
    ['8 bits, highest', [255], 127 / 128],
    ['16 bits, lowest', [0x00, 0x80], -1],
    ['16 bits, −1 step', [0xff, 0xff], -1 / 32_768],
    ['16 bits, highest', [0xff, 0x7f], 32_767 / 32_768],
    ['24 bits, lowest', [0x00, 0x00, 0x80], -1],
    ['24 bits, one step', [0x01, 0x00, 0x00], 1 / 8_388_608],
    ['24 bits, −1 step', [0xff, 0xff, 0xff], -1 / 8_388_608],
    ['32 bits, lowest', [0x00, 0x00, 0x00, 0x80], -1],
    ['32 bits, half', [0x00, 0x00, 0x00, 0x40], 0.5],
  ])('reads PCM of %s', (_, bytes, value) => {
    expect(decode(pcm, ...bytes)).toBe(value);
  });

  it.each([
    ['32 bits', [0x00, 0x00, 0x80, 0xbf], -1],
    ['64 bits', [0, 0, 0, 0, 0, 0, 0xe0, 0x3f], 0.5],
  ])('reads float of %s', (_, bytes, value) => {
    expect(decode(float, ...bytes)).toBe(value);
  });

  it.each([
    // ITU-T G.711, table 1a, scaled to 16 bits.
    [0xd5, 8],
    [0x55, -8],
    [0xd4, 24],
    [0xc5, 264],
    [0xf5, 528],
    [0xaa, 32_256],
    [0x2a, -32_256],
  ])('reads the A-law byte %i as %i', (byte, value) => {
    expect(decode(aLaw, byte)).toBe(value / 32_768);
  });

  it.each([
    // ITU-T G.711, table 2a, scaled to 16 bits.
    [0xff, 0],
    [0xfe, 8],
    [0x7e, -8],
    [0xef, 132],
    [0xdf, 396],
    [0x80, 32_124],
    [0x00, -32_124],
  ])('reads the µ-law byte %i as %i', (byte, value) => {
    expect(decode(muLaw, byte)).toBeCloseTo(value / 32_768, 12);
  });

  it.each([
    ['A-law', aLaw, 0x80],
    ['µ-law', muLaw, 0x80],
  ])('is antisymmetric and has 256 steps in %s', (_, tag, sign) => {
    const values = Array.from({ length: 256 }, (_, byte) => decode(tag, byte));
    values.forEach((value, byte) => expect(values[byte ^ sign]).toBeCloseTo(-value, 12));
    expect(new Set(values.map((value) => value + 0)).size).toBe(tag === aLaw ? 256 : 255);
  });

  it.each([
    [pcm, 5],
    [float, 2],
    [aLaw, 2],
    [2, 1],
    [0xfffe, 2],
  ])('knows no encoding %i of %i bytes', (tag, width) => {
    expect(sampleReader(tag, width)).toBeUndefined();
  });
});
