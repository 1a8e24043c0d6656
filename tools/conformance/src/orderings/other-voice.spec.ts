import { contoursOf, type Recording } from '@vocalborn/speech-analysis';
import { workspaceRoot } from '@vocalborn/system-harness';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { read } from '../recordings.js';
import { median } from '../statistics.js';
import { noiseLike } from './effects.js';
import { withOtherVoice } from './other-voice.js';

const voice = await read(join(workspaceRoot, 'tools/samples/audio/zh-example.wav'));

/** A whisper with one resonance, in Hz. */
function whisper(resonance: number, sampleRate = 16_000): Recording {
  const { samples } = noiseLike({ samples: new Float32Array(sampleRate), sampleRate }, 1);
  const [radius, angle] = [0.98, (2 * Math.PI * resonance) / sampleRate];
  let [y1, y2] = [0, 0];
  return {
    sampleRate,
    samples: samples.map((value) => {
      [y1, y2] = [0.01 * value + 2 * radius * Math.cos(angle) * y1 - radius * radius * y2, y1];
      return y1;
    }),
  };
}

/** Half the rate of zero crossings: the middle of a narrow band. */
const middleOf = ({ samples, sampleRate }: Recording): number =>
  (samples.filter((value, index) => index > 0 && value > 0 !== samples[index - 1]! > 0).length * sampleRate) /
  (2 * samples.length);

const f0Of = ({ samples, sampleRate }: Recording): number =>
  median([...contoursOf(samples, sampleRate).pitch.values].filter((hertz) => hertz > 0));

describe('another voice', () => {
  it.each([0.87, 1, 1.15, 1.25])('has its resonances at %s of the frequency', (formants) => {
    expect(middleOf(withOtherVoice(whisper(1_500), { formants, f0: 1 })) / (1_500 * formants)).toBeCloseTo(1, 1);
  });

  it.each([
    { formants: 1.15, f0: 1.4 },
    { formants: 0.87, f0: 0.7 },
    { formants: 1, f0: 0.8 },
  ])('has an F0 of its own ($f0, with resonances at $formants), in the same time', (change) => {
    const changed = withOtherVoice(voice, change);
    expect(f0Of(changed) / (f0Of(voice) * change.f0)).toBeCloseTo(1, 1);
    expect(changed.samples.length / changed.sampleRate).toBeCloseTo(voice.samples.length / voice.sampleRate, 1);
  });
});
