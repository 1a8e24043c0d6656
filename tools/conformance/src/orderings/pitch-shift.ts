import { execFileSync } from 'node:child_process';
import type { Recording } from '@vocalborn/speech-analysis';
import type { Program } from '../debian-parts.js';

/** Shifts the voice and its resonances by SoX's effect `pitch`; the tempo stays. */
export function withPitch({ command, env }: Program, recording: Recording, semitones: number): Recording {
  const { samples, sampleRate } = recording;
  const raw = ['-t', 'f32', '-r', String(sampleRate), '-c', '1', '-'];
  const shifted = execFileSync(command, [...raw, ...raw, 'pitch', String(100 * semitones)], {
    input: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });
  return { samples: new Float32Array(new Uint8Array(shifted).buffer), sampleRate };
}
