import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { describe, expect, it, vi } from 'vitest';
import { decodeAudio } from './index.js';
import { silentFlac } from './fixtures/crafted-containers.js';
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

describe('silence that is hundreds of thousand times larger than its file', () => {
  /** Eight channels at 192 kHz for 590 s: 906 million values. */
  const long = { channels: 8, sampleRate: 192_000, frames: Math.ceil((590 * 192_000) / 32_768) } as const;

  it.each([
    ['states its length', { statedLength: 590 * 192_000 }],
    ['states no length, like that of a recorder', { statedLength: 0 }],
    ['states too small a length', { statedLength: 192_000 }],
  ])('is refused before a frame is decoded when its FLAC file %s', async (_, lie) => {
    const file = silentFlac({ ...long, ...lie });
    expect(file.length).toBeLessThan(130_000);
    // A spy keeps what it sees, so it must not see the decoding of the other tests.
    const decoding = vi.spyOn(FLACDecoder.prototype, 'decodeFrames');
    await expect(decodeAudio(file, limits)).rejects.toMatchObject({
      code: 'audio-too-long',
      message: 'With 8 channels at 192000 Hz the recording may last at most 75 s. Send one channel at 48000 Hz.',
    });
    expect(decoding).not.toHaveBeenCalled();
    decoding.mockRestore();
  });

  it('is decoded within the budget, in little memory', async () => {
    const file = silentFlac({ ...long, frames: Math.floor((74 * 192_000) / 32_768) });
    const grown = await peakDuring(async () => {
      const { samples, sampleRate, damagedFrames } = await decodeAudio(file, limits);
      expect(samples.length / sampleRate).toBeCloseTo(74, 0);
      expect(damagedFrames).toBe(0);
    });
    expect(grown).toBeLessThan(150);
  });

  it('takes no memory for its samples', async () => {
    const file = silentFlac({ channels: 1, sampleRate: 48_000, frames: Math.floor((599 * 48_000) / 32_768) });
    const kept: unknown[] = [];
    const grown = await peakDuring(async () => kept.push((await decodeAudio(file, limits)).samples));
    // The samples are 115 MB, had they been written.
    expect(grown).toBeLessThan(100);
  });
});
