import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { read, waveFile } from './recordings.js';

const folder = mkdtempSync(join(tmpdir(), 'recordings-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('waveFile and read', () => {
  it.each([8_000, 16_000, 48_000])('keep samples at %i Hz within half a step of 16 bits', async (sampleRate) => {
    const samples = Float32Array.from({ length: 1_000 }, (_, index) => 0.9 * Math.sin(index / 7));
    const path = join(folder, `${sampleRate}.wav`);
    writeFileSync(path, waveFile({ samples, sampleRate }));
    const found = await read(path);
    expect([found.sampleRate, found.samples.length]).toEqual([sampleRate, 1_000]);
    expect(found.name).toBe(`${basename(folder)}/${sampleRate}.wav`);
    found.samples.forEach((value, index) => expect(Math.abs(value - samples[index]!)).toBeLessThan(0.6 / 32_768));
  });

  it('limits samples to full scale', async () => {
    const path = join(folder, 'loud.wav');
    writeFileSync(path, waveFile({ samples: Float32Array.from([2, -2]), sampleRate: 8_000 }));
    const { samples } = await read(path);
    expect(Array.from(samples)).toEqual([32_767 / 32_768, -1]);
  });
});
