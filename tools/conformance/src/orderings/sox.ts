import { execFileSync } from 'node:child_process';
import type { Recording } from '@vocalborn/speech-analysis';
import type { Program } from '../debian-parts.js';

/** Sends a recording through effects of SoX. @param sampleRate of the result, in Hz */
function throughSox(
  { command, env }: Program,
  { samples, sampleRate }: Recording,
  effects: readonly string[],
  rate: number = sampleRate,
): Recording {
  const raw = (hertz: number): string[] => ['-t', 'f32', '-r', String(hertz), '-c', '1', '-'];
  const output = execFileSync(command, [...raw(sampleRate), ...raw(rate), ...effects], {
    input: new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength),
    maxBuffer: 2 ** 28,
    stdio: ['pipe', 'pipe', 'ignore'],
    env,
  });
  return { samples: new Float32Array(new Uint8Array(output).buffer), sampleRate: rate };
}

/** Shifts the voice and its resonances; the tempo stays. */
export function withPitch(sox: Program, recording: Recording, semitones: number): Recording {
  return throughSox(sox, recording, ['pitch', String(100 * semitones)]);
}

/** Converts to another sampling rate, in Hz. */
export function resampled(sox: Program, recording: Recording, sampleRate: number): Recording {
  return throughSox(sox, recording, ['rate', '-h', String(sampleRate)], sampleRate);
}
