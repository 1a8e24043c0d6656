import { describe, expect, it } from 'vitest';
import { adtsFrame, bytesOf } from '../fixtures/crafted-containers.js';
import { PcmCollector } from '../pcm-collector.js';
import { decodeAdts } from './adts.js';

const refusal = (bytes: Uint8Array, seconds = 60) =>
  decodeAdts(bytes, new PcmCollector({ maxDurationSeconds: seconds })).then(
    () => 'decoded',
    (error: unknown) => `${(error as { code: string }).code}: ${(error as Error).message}`,
  );
const content = new Uint8Array(20);

describe('decodeAdts', () => {
  it.each([
    ['no bytes', bytesOf()],
    ['a header that is cut off', adtsFrame(content).subarray(0, 6)],
    ['a frame that is cut off', adtsFrame(content).subarray(0, -1)],
    ['a frame that is shorter than its header', bytesOf(0xff, 0xf1, 0x50, 0x40, 0x00, 0xdf, 0xfc)],
    ['no sync word', bytesOf('a letter, not a recording')],
  ])('refuses %s', async (_, bytes) => {
    expect(await refusal(bytes)).toBe('undecodable-audio: The AAC file holds no whole frame.');
  });

  it.each([0, 2, 3])('refuses the profile %i', async (profile) => {
    expect(await refusal(adtsFrame(content, { profile }))).toMatch(/^unsupported-format: .*low-complexity/);
  });

  it.each([
    [3, '3 channels'],
    [7, '8 channels'],
    [0, 'an unusual arrangement of channels'],
  ])('refuses the channel configuration %i', async (channels, found) => {
    expect(await refusal(adtsFrame(content, { channels }))).toBe(
      `unsupported-format: AAC with ${found} is not supported; mono and stereo are.`,
    );
  });

  it('refuses a reserved sample rate', async () => {
    expect(await refusal(adtsFrame(content, { rate: 13 }))).toMatch(/^undecodable-audio: .*sample rate/);
  });

  it('refuses frames for more than the longest duration before it decodes them', async () => {
    const second = bytesOf(...Array.from({ length: 46 }, () => adtsFrame(content)));
    expect(await refusal(second, 1)).toMatch(/^audio-too-long/);
  });

  it('finds frames between other bytes and behind a tag', async () => {
    const tag = bytesOf('ID3', 4, 0, 0, 0, 0, 0, 5, 'xxxxx');
    const frame = adtsFrame(content, { profile: 0 });
    expect(await refusal(bytesOf(tag, 'noise', frame))).toMatch(/low-complexity/);
  });
});
