import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adtsFrame, bytesOf } from './fixtures/crafted-containers.js';
import { audioFormats, bytesToSniff, skipId3, sniffFormat } from './sniff-format.js';

/** An ID3v2 tag of a length below 128. */
const tag = (length: number) => bytesOf('ID3', 4, 0, 0, 0, 0, 0, length, new Uint8Array(length));

describe('sniffFormat', () => {
  it.each([
    ['RIFF', bytesOf('RIFF', 0, 0, 0, 0, 'WAVE'), 'wav'],
    ['RF64', bytesOf('RF64', 0, 0, 0, 0, 'WAVE'), 'wav'],
    ['RIFF of another kind', bytesOf('RIFF', 0, 0, 0, 0, 'AVI '), null],
    ['FLAC', bytesOf('fLaC'), 'flac'],
    ['Ogg', bytesOf('OggS'), 'ogg'],
    ['EBML', bytesOf(0x1a, 0x45, 0xdf, 0xa3), 'webm'],
    ['MP4', bytesOf(0, 0, 0, 24, 'ftypM4A '), 'm4a'],
    ['MP4 that begins with its index', bytesOf(0, 0, 0, 24, 'moov'), 'm4a'],
    ['a fragment of MP4', bytesOf(0, 0, 0, 24, 'styp'), 'm4a'],
    ['ADTS', adtsFrame(new Uint8Array(5)), 'aac'],
    ['ADTS with a reserved rate', adtsFrame(new Uint8Array(5), { rate: 13 }), null],
    ['MPEG-1 layer III', bytesOf(0xff, 0xfb, 0x90, 0), 'mp3'],
    ['MPEG-2 layer III', bytesOf(0xff, 0xf3, 0x90, 0), 'mp3'],
    ['MPEG layer II', bytesOf(0xff, 0xfd, 0x90, 0), null],
    ['a reserved MPEG version', bytesOf(0xff, 0xeb, 0x90, 0), null],
    ['a reserved bit rate', bytesOf(0xff, 0xfb, 0xf0, 0), null],
    ['a reserved sample rate', bytesOf(0xff, 0xfb, 0x9c, 0), null],
    ['text', bytesOf('this is a letter'), null],
    ['nothing', bytesOf(), null],
    ['a tag before a WAV file', bytesOf(tag(5), 'RIFF', 0, 0, 0, 0, 'WAVE'), 'wav'],
    ['a tag before unknown bytes', bytesOf(tag(5), 'noise'), 'mp3'],
  ])('tells %s', (_, bytes, format) => {
    expect(sniffFormat(bytes)).toBe(format);
  });

  it('knows a format or none for any bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
        expect([...audioFormats, null]).toContain(sniffFormat(bytes));
      }),
    );
  });
});

describe('bytesToSniff', () => {
  it.each([
    ['nothing', bytesOf(), 12],
    ['no tag', bytesOf('fLaC'), 12],
    ['the beginning of a tag', bytesOf('ID3', 4), 12],
    ['a tag that is not whole', bytesOf('ID3', 4, 0, 0, 0, 0, 1, 2), 10 + 130 + 12],
    ['two tags', bytesOf(tag(5), tag(9), 'fLaC'), 15 + 19 + 12],
  ])('tells how many bytes are needed after %s', (_, bytes, needed) => {
    expect(bytesToSniff(bytes)).toBe(needed);
    if (needed > bytes.length) expect(bytesToSniff(bytes, needed)).toBe(needed);
  });

  it('goes on from what it returned before', () => {
    const bytes = bytesOf(tag(5), tag(9), 'fLaC and more');
    expect(bytesToSniff(bytes, bytesToSniff(bytes.subarray(0, 12)))).toBe(15 + 19 + 12);
  });
});

describe('skipId3', () => {
  const rest = (bytes: Uint8Array) => String.fromCharCode(...skipId3(bytes));

  it.each([
    ['no tag', bytesOf('music'), 'music'],
    ['an empty tag', bytesOf(tag(0), 'music'), 'music'],
    ['two tags', bytesOf(tag(3), tag(9), 'music'), 'music'],
    ['a tag that claims more than the file', bytesOf('ID3', 4, 0, 0, 1, 0, 0, 0, 'music'), ''],
    ['a tag whose header is cut off', bytesOf('ID3', 4, 0, 0), 'ID3\x04\0\0'],
  ])('skips %s', (_, bytes, expected) => {
    expect(rest(bytes)).toBe(expected);
  });

  it('reads the length in bytes of seven bits', () => {
    const long = bytesOf('ID3', 4, 0, 0, 0, 0, 1, 2, new Uint8Array(130), 'music');
    expect(rest(long)).toBe('music');
  });
});
