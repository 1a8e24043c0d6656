import { describe, expect, it } from 'vitest';
import { decodeAudio } from './index.js';
import { box, number, wav } from './fixtures/crafted-files.js';

const limits = { maxDurationSeconds: 600 };

async function codeOf(bytes: Uint8Array): Promise<string> {
  return decodeAudio(bytes, limits).then(
    () => 'decoded',
    (error: unknown) => (error as { code: string }).code,
  );
}

const peakDuring = async (work: () => Promise<unknown>): Promise<number> => {
  const before = process.memoryUsage().rss;
  await work();
  return (process.memoryUsage().rss - before) / 1e6;
};

describe('a WAV header that lies', () => {
  it.each([
    ['no channels', { channels: 0 }],
    ['65 535 channels', { channels: 65_535, blockAlign: 65_535, bits: 8 }],
    ['a sample rate of 0', { sampleRate: 0 }],
    ['a sample rate of 1', { sampleRate: 1 }],
    ['a sample rate of 2³¹', { sampleRate: 2 ** 31 }],
    ['a block align of 0', { blockAlign: 0 }],
    ['a block align that is no multiple of the channels', { channels: 2, blockAlign: 3 }],
  ])('with %s is damaged', async (_, header) => {
    expect(await codeOf(wav(header))).toBe('undecodable-audio');
  });

  it('with an unknown encoding is not supported', async () => {
    expect(await codeOf(wav({ tag: 0x0161 }))).toBe('unsupported-format');
    expect(await codeOf(wav({ blockAlign: 7 }))).toBe('unsupported-format');
  });

  it.each([0, 2 ** 32 - 1, 1_000_000])('with a data size of %d is read up to the end of the file', async (dataSize) => {
    expect((await decodeAudio(wav({ dataSize }), limits)).durationSeconds).toBeCloseTo(1, 3);
  });

  it('with less data than the file holds is read as far as it says', async () => {
    expect((await decodeAudio(wav({ dataSize: 16_000 }), limits)).durationSeconds).toBeCloseTo(0.5, 3);
  });
});

describe('unusual but honest WAV files', () => {
  it.each([
    [8_000, 1],
    [96_000, 2],
    [192_000, 8],
  ])('of %d Hz and %d channels are decoded', async (sampleRate, channels) => {
    const decoded = await decodeAudio(wav({ sampleRate, channels }), limits);
    expect(decoded).toMatchObject({ sourceSampleRate: sampleRate, channels });
    expect(decoded.durationSeconds).toBeCloseTo(1, 3);
    expect(decoded.sampleRate).toBeLessThan(80_000);
  });
});

describe('a table that claims more packets than the longest recording has', () => {
  const aac = 20_000_000;
  const entry = box('stsd', number(0, 8), box('mp4a', number(0, 28)));
  const movie = (...tables: Uint8Array[]) => {
    const media = box(
      'mdia',
      box('hdlr', number(0, 8), Buffer.from('soun')),
      box('minf', box('stbl', entry, ...tables)),
    );
    return box('moov', box('trak', media));
  };
  const fill = new Uint8Array(aac);
  const files: Record<string, () => Uint8Array> = {
    'M4A, samples of one byte': () =>
      Buffer.concat([
        box('ftyp', number(0, 8)),
        movie(box('stsz', number(0), number(1), number(0xffff_ffff)), box('stco', number(0), number(1), number(8))),
        fill,
      ]),
    'M4A, a fragment with a run without end': () =>
      Buffer.concat([
        box('ftyp', number(0, 8)),
        movie(),
        box(
          'moof',
          box('traf', box('tfhd', number(0x10), number(0), number(1)), box('trun', number(0), number(2 ** 31))),
        ),
        fill,
      ]),
    'AAC, frames of one byte': () => {
      const frame = [0xff, 0xf1, 0x50, 0x40, 0x01, 0x1f, 0xfc, 0];
      return Uint8Array.from({ length: aac }, (_, index) => frame[index % 8]!);
    },
  };

  it.each(Object.keys(files))('is refused, and fills no memory: %s', async (name) => {
    const bytes = files[name]!();
    const grown = await peakDuring(async () => expect(await codeOf(bytes)).toBe('audio-too-long'));
    expect(grown).toBeLessThan(200);
  });
});
