import { describe, expect, it, vi } from 'vitest';
import { bytesOf } from '../fixtures/crafted-containers.js';
import { PcmCollector } from '../pcm-collector.js';
import { decodeOpusPackets } from './opus.js';

/** Packets of nothing but the TOC byte: one silent frame each (RFC 6716, sections 3.1 and 3.2.1). */
async function secondsOf(toc: number, count: number, description?: Uint8Array, length?: number): Promise<number> {
  const packets = Array.from({ length: count }, () => Uint8Array.of(toc));
  const collector = new PcmCollector({ maxDurationSeconds: 60 });
  await decodeOpusPackets({ packets, description, channels: 1, length }, collector);
  const { samples, sampleRate } = collector.finish();
  return samples.length / sampleRate;
}
const opusHead = (preSkip: number) => bytesOf('OpusHead', 1, 1, preSkip & 0xff, preSkip >> 8, new Uint8Array(7));

describe('decodeOpusPackets', () => {
  it.each([
    // Table 2 of RFC 6716: configurations of SILK, hybrid and CELT.
    [0, 10],
    [1, 20],
    [2, 40],
    [3, 60],
    [12, 10],
    [13, 20],
    [16, 2.5],
    [17, 5],
    [18, 10],
    [19, 20],
    [31, 20],
  ])('decodes a frame of configuration %i to %d ms', async (configuration, milliseconds) => {
    expect(await secondsOf(configuration << 3, 50)).toBeCloseTo((50 * milliseconds) / 1_000, 6);
  });

  it.each([0, 312, 960])('cuts a pre-skip of %i samples', async (preSkip) => {
    expect(await secondsOf(31 << 3, 10, opusHead(preSkip))).toBeCloseTo(0.2 - preSkip / 48_000, 6);
  });

  it.each([
    ['another magic', bytesOf('OpusTags', 1, 1, 0xff, 0, new Uint8Array(7))],
    ['a header that is cut off', opusHead(312).subarray(0, 11)],
  ])('cuts nothing for a description with %s', async (_, description) => {
    expect(await secondsOf(31 << 3, 10, description)).toBeCloseTo(0.2, 6);
  });

  it('refuses more than two channels', async () => {
    const track = { packets: [], description: undefined, channels: 3 };
    const decoding = decodeOpusPackets(track, new PcmCollector({ maxDurationSeconds: 1 }));
    await expect(decoding).rejects.toMatchObject({ code: 'unsupported-format' });
  });

  it.each([
    ['no packets', []],
    ['packets that are too long', [new Uint8Array(3_841)]],
  ])('refuses a track with %s', async (_, packets) => {
    const track = { packets, description: undefined, channels: 1 };
    const decoding = decodeOpusPackets(track, new PcmCollector({ maxDurationSeconds: 1 }));
    await expect(decoding).rejects.toMatchObject({ code: 'undecodable-audio' });
  });

  it('keeps as many samples after the pre-skip as it is told', async () => {
    expect(await secondsOf(31 << 3, 200, opusHead(960), 48_000)).toBeCloseTo(1, 6);
    expect(await secondsOf(31 << 3, 10, opusHead(0), 480_000)).toBeCloseTo(0.2, 6);
  });

  it('counts packets that no decoder can decode', async () => {
    const packets = [Uint8Array.of(31 << 3), new Uint8Array(3_841), Uint8Array.of((31 << 3) | 3, 0)];
    const collector = new PcmCollector({ maxDurationSeconds: 1 });
    await decodeOpusPackets({ packets, description: undefined, channels: 1 }, collector);
    expect(collector.finish().damagedFrames).toBe(2);
  });

  it.each([
    ['frames of 20 ms', Uint8Array.of(31 << 3), 200],
    ['two frames each', Uint8Array.of((31 << 3) | 1), 100],
    ['six frames each', Uint8Array.of((31 << 3) | 3, 6), 40],
  ])('refuses more than the longest duration before it decodes: %s', async (_, packet, count) => {
    const decoding = vi.spyOn(PcmCollector.prototype, 'add');
    const packets = Array.from({ length: count }, () => packet);
    const track = { packets, description: undefined, channels: 1 };
    const refused = decodeOpusPackets(track, new PcmCollector({ maxDurationSeconds: 1 }));
    await expect(refused).rejects.toMatchObject({ code: 'audio-too-long' });
    expect(decoding).not.toHaveBeenCalled();
    decoding.mockRestore();
  });
});
