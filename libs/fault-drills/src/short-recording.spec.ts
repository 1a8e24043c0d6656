import { workspaceRoot } from '@vocalborn/system-harness';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { cutWav } from './short-recording.js';

it('cuts a stretch out of a recording as a recording of its own', () => {
  const whole = readFileSync(join(workspaceRoot, 'tools/samples/audio/zh-example.wav'));
  const cut = cutWav(whole, { fromSeconds: 0.5, seconds: 0.7 });
  expect(cut.length).toBe(44 + 0.7 * 32_000);
  expect(cut.readUInt32LE(4)).toBe(cut.length - 8);
  expect(cut.readUInt32LE(40)).toBe(cut.length - 44);
  expect(cut.subarray(44)).toEqual(whole.subarray(44 + 16_000, 44 + 16_000 + 22_400));
});

it('refuses what it would cut wrongly', () => {
  expect(() => cutWav(Buffer.alloc(100), { fromSeconds: 0, seconds: 1 })).toThrow('16-bit mono');
});
