import { FLACDecoder } from '@wasm-audio-decoders/flac';
import { describe, expect, it, vi } from 'vitest';
import { decodeAudio } from './index.js';
import { readOggStreams } from './container/ogg-streams.js';
import { writeOggPages } from './container/ogg-writer.js';
import { adtsFrame, bytesOf, element, mp3Frame, oggPage, silentFlac } from './fixtures/crafted-containers.js';
import { encodeClip } from './fixtures/encoded-clips.js';
import { PcmCollector } from './pcm-collector.js';
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

describe('hours in a file of some kilobytes', () => {
  /** A frame of 24 bytes lasts 24 ms. */
  const mp3 = () => repeated(mp3Frame({ version: 2, bitRate: 1, rate: 1 }), 300_000);
  const opusHead = bytesOf('OpusHead', 1, 1, 0, 0, new Uint8Array(7));
  /** A packet of two bytes lasts 120 ms: six frames of 20 ms. */
  const packet = Uint8Array.of(0xfb, 6);
  const ogg = () => bytesOf(...writeOggPages([opusHead, ...Array<Uint8Array>(6_000).fill(packet)], 200));
  const webm = () => {
    const entry = element('ae', element('d7', 1), element('83', 2), element('86', 'A_OPUS'), element('63a2', opusHead));
    return bytesOf(
      element('1a45dfa3'),
      element('1654ae6b', entry),
      repeated(element('a3', 0x81, 0, 0, 0, packet), 6_000),
    );
  };
  const aac = () => repeated(adtsFrame(new Uint8Array(2), { rate: 11 }), 6_000);

  it.each([
    ['MP3', mp3],
    ['Ogg with Opus', ogg],
    ['WebM with Opus', webm],
    ['AAC', aac],
  ])('are refused before a sample is decoded: %s', async (_, file) => {
    const decoded = vi.spyOn(PcmCollector.prototype, 'add');
    expect(await codeOf(file())).toBe('audio-too-long');
    expect(decoded).not.toHaveBeenCalled();
    decoded.mockRestore();
  });

  it('are refused after the permitted ones where only the decoder knows them: Vorbis', async () => {
    const { 'short.ogg': clip } = encodeClip({ 'short.ogg': ['-c:a', 'libvorbis', '-ar', '48000', '-ac', '2'] }, 0.2);
    const [{ packets } = { packets: [] }] = readOggStreams(clip, () => undefined);
    // An audio packet of one byte is silence.
    const audio = Array<Uint8Array>(100_000).fill(Uint8Array.of(0));
    const file = bytesOf(...writeOggPages([...packets.slice(0, 3), ...audio], 255));
    const decoded = vi.spyOn(PcmCollector.prototype, 'add');
    const shortest = { maxDurationSeconds: 5 };
    await expect(decodeAudio(file, shortest)).rejects.toMatchObject({ code: 'audio-too-long' });
    const lengths = decoded.mock.calls.map(([[plane]]) => plane?.length ?? 0);
    decoded.mockRestore();
    expect(Math.max(...lengths)).toBeLessThanOrEqual(16 * 4_096);
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBeLessThan(6 * 48_000);
  });
});

describe('positions and lengths that lie', () => {
  const opus = (position: bigint) => {
    const head = oggPage({ content: 'OpusHead\x01\x01'.padEnd(19, '\0'), flags: 2 });
    return bytesOf(head, oggPage({ lacing: Array<number>(50).fill(1), fill: 0xf8, flags: 4, position, sequence: 1 }));
  };

  it.each([
    ['hours', 2n ** 40n, 1],
    ['the largest number', 2n ** 63n - 1n, 1],
    ['less than nothing', -5n, 1],
    ['half', 24_000n, 0.5],
  ])('do not matter beyond what an Ogg file holds: %s', async (_, position, seconds) => {
    expect((await decodeAudio(opus(position), limits)).durationSeconds).toBeCloseTo(seconds, 6);
  });

  it('of a WAV file with many channels at a high rate are checked by what it holds', async () => {
    const values = { channels: 32, sampleRate: 384_000 };
    const header = wav({ ...values, sampleRate: 1_000_000 }).slice(0, 44);
    new DataView(header.buffer).setUint32(24, values.sampleRate, true);
    new DataView(header.buffer).setUint32(40, 2 ** 32 - 1, true);
    const seconds = (share: number) => bytesOf(header, new Uint8Array(share * 32 * 384_000 * 2));
    const two = { maxDurationSeconds: 32 };
    // 32 s × 192 000 values are half a second of this.
    await expect(decodeAudio(seconds(0.6), two)).rejects.toThrow('may last at most 0.5 s');
    expect((await decodeAudio(seconds(0.4), two)).durationSeconds).toBeCloseTo(0.4, 3);
  });
});

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let k = 0; k < times; k++) all.set(bytes, k * bytes.length);
  return all;
}
