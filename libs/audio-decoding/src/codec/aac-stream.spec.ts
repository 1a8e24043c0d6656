import { describe, expect, it } from 'vitest';
import { readAudioSpecificConfig, sourceOf } from './aac-stream.js';

const config = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'));

describe('readAudioSpecificConfig', () => {
  it.each([
    ['1208', 44_100, 1],
    ['1190', 48_000, 2],
    ['1410', 16_000, 2],
  ])('reads %s', (hex, sampleRate, channels) => {
    expect(sourceOf(readAudioSpecificConfig(config(hex)))).toEqual({ sampleRate, channels });
  });

  it('reads AAC-LC that says it has no band replication', () => {
    expect(sourceOf(readAudioSpecificConfig(config('138856e500')))).toEqual({ sampleRate: 22_050, channels: 1 });
  });

  it.each([
    ['behind the description of AAC-LC', '138856e5a0', 'HE-AAC is'],
    ['in front', '2b920800', 'HE-AAC is'],
    ['with parametric stereo', 'eb8a0800', 'HE-AAC v2 is'],
    ['in eleven bits', 'f95e0000', 'xHE-AAC is'],
    ['main profile', '0a10', 'AAC Main is'],
    ['a kind without a name', '4a10', 'The audio object type 9 is'],
    ['frames of 960 samples', '1214', 'frames of 960 samples'],
  ])('refuses a kind that is stated %s', (_, hex, message) => {
    expect(() => readAudioSpecificConfig(config(hex))).toThrow(
      expect.objectContaining({ code: 'unsupported-format', message: expect.stringContaining(message) as string }),
    );
  });

  it.each([undefined, config(''), config('12')])('refuses %j', (bytes) => {
    expect(() => readAudioSpecificConfig(bytes)).toThrow(/no description/);
  });
});
