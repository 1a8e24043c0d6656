import { beforeAll, describe, expect, it, vi } from 'vitest';
import { decodeAudio, type DecodedAudio } from './index.js';
import { clipNames, clipSeconds, encodeClips, type ClipName } from './fixtures/encoded-clips.js';

const limits = { maxDurationSeconds: 60 };
let clips: Record<ClipName, Uint8Array>;
let original: DecodedAudio;

beforeAll(async () => {
  // The decoders tell the console about every damaged frame.
  vi.spyOn(console, 'error').mockReturnValue();
  clips = encodeClips();
  original = await decodeAudio(clips['plain.wav'], limits);
});

/** Values at a common grid of 4 kHz, which the clip's frequencies allow. */
const at = ({ samples, sampleRate }: DecodedAudio, time: number) => samples[Math.round(time * sampleRate)] ?? 0;

function correlationAtDelay(decoded: DecodedAudio, delay: number): number {
  let [dot, own, other] = [0, 0, 0];
  for (let time = 0.1; time < clipSeconds - 0.1; time += 1 / 16_000) {
    const [a, b] = [at(original, time), at(decoded, time + delay)];
    dot += a * b;
    own += a * a;
    other += b * b;
  }
  return dot / Math.sqrt(own * other);
}

/** Formats that do not tell the encoder's delay: ADTS by nature, ffmpeg's fragments for want of an edit list. */
const untold: readonly ClipName[] = ['plain.aac', 'fragments.m4a'];

describe.each(clipNames)('%s', (name) => {
  it('is decoded whole, in its own format, with finite samples', async () => {
    const decoded = await decodeAudio(clips[name], limits);
    const format = name.endsWith('mp4') ? 'm4a' : name.split('.')[1];
    expect(decoded.format).toBe(format);
    expect(decoded.durationSeconds).toBeGreaterThan(clipSeconds - 0.001);
    expect(decoded.durationSeconds).toBeLessThan(clipSeconds + 0.16);
    expect(decoded.samples.every(Number.isFinite)).toBe(true);
  });
});

describe.each(clipNames.filter((name) => !untold.includes(name)))('%s', (name) => {
  it('begins at the same instant as the original', async () => {
    const decoded = await decodeAudio(clips[name], limits);
    const lags = Array.from({ length: 41 }, (_, i) => (i - 20) / 16_000);
    const best = lags.reduce((a, b) => (correlationAtDelay(decoded, b) > correlationAtDelay(decoded, a) ? b : a));
    expect(Math.abs(best)).toBeLessThanOrEqual(2 / 16_000);
    expect(correlationAtDelay(decoded, best)).toBeGreaterThan(0.97);
  });
});

describe.each(clipNames)('%s', (name) => {
  it('is refused as too long when the limit lies below its duration', async () => {
    await expect(decodeAudio(clips[name], { maxDurationSeconds: 0.5 })).rejects.toMatchObject({
      code: 'audio-too-long',
    });
  });

  it('ends in a typed error or a shorter recording when it is cut anywhere', async () => {
    for (let part = 0; part < 1; part += 0.09) {
      const cut = clips[name].slice(0, Math.floor(part * clips[name].length));
      const outcome = await decodeAudio(cut, limits).catch((error: unknown) => error);
      if (outcome instanceof Error) expect(outcome).toMatchObject({ name: 'DecodingError' });
      else expect((outcome as DecodedAudio).durationSeconds).toBeLessThan(clipSeconds + 0.16);
    }
  });
});

describe('refusals', () => {
  const code = (bytes: Uint8Array) =>
    decodeAudio(bytes, limits).then(
      () => 'decoded',
      (error: unknown) => (error as { code: string }).code,
    );

  it('names what no decoder knows', async () => {
    expect(await code(new Uint8Array(Buffer.from('this is a letter, not a recording')))).toBe('unsupported-format');
  });

  it('calls an empty file undecodable', async () => {
    expect(await code(new Uint8Array(0))).toBe('undecodable-audio');
  });

  it('calls a header without sound undecodable', async () => {
    expect(await code(clips['plain.wav'].slice(0, 44))).toBe('undecodable-audio');
    expect(await code(clips['plain.mp3'].slice(0, 100))).toBe('undecodable-audio');
  });

  it('calls floating-point values that are no numbers undecodable', async () => {
    const bytes = clips['float.wav'].slice();
    bytes.set([0, 0, 0xc0, 0x7f], bytes.length - 4);
    expect(await code(bytes)).toBe('undecodable-audio');
  });

  it('stops with the reason of an aborted signal', async () => {
    const reason = new Error('the client left');
    await expect(decodeAudio(clips['plain.mp3'], limits, AbortSignal.abort(reason))).rejects.toBe(reason);
  });

  it('does not unpack hours out of a small file', async () => {
    const long = repeated(clips['low.mp3'], 2_000);
    const before = process.memoryUsage().rss;
    await expect(decodeAudio(long, { maxDurationSeconds: 20 })).rejects.toMatchObject({ code: 'audio-too-long' });
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
  });
});

function repeated(bytes: Uint8Array, times: number): Uint8Array {
  const all = new Uint8Array(bytes.length * times);
  for (let k = 0; k < times; k++) all.set(bytes, k * bytes.length);
  return all;
}
