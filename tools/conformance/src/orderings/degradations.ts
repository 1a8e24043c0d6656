import type { Recording } from '@vocalborn/speech-analysis';
import { part, seeded, throughTelephone, withNoise } from './effects.js';

/** Ways in which a recording loses evidence of what was said. */
export const degradations = {
  'noise at 20 dB': (recording: Recording) => withNoise(recording, 20, 11),
  'noise at 10 dB': (recording: Recording) => withNoise(recording, 10, 12),
  'noise at 0 dB': (recording: Recording) => withNoise(recording, 0, 13),
  'telephone band': throughTelephone,
  'clipping by 12 dB': (recording: Recording) => clipped(recording, 12),
  'the first half': (recording: Recording) => part(recording, 0, 0.5),
  reversal: reversed,
} as const;

type Degradation = keyof typeof degradations;

/** Degradations that a right reading survives: all but reversal, which says something else. */
export const survivable: readonly Degradation[] = [
  'noise at 20 dB',
  'noise at 10 dB',
  'noise at 0 dB',
  'telephone band',
  'clipping by 12 dB',
  'the first half',
];

/** Clips a recording at a level below its peak, in dB. */
export function clipped({ samples, sampleRate }: Recording, decibels: number): Recording {
  const peak = samples.reduce((highest, value) => Math.max(highest, Math.abs(value)), 0);
  const limit = peak / 10 ** (decibels / 20);
  return { samples: samples.map((value) => Math.max(-limit, Math.min(limit, value))), sampleRate };
}

/** Plays a recording backwards. */
export function reversed({ samples, sampleRate }: Recording): Recording {
  return { samples: samples.toReversed(), sampleRate };
}

/** A chain of one to three random degradations, which repeats for the same seed. */
export function degradationChain(seed: number): { what: string; apply: (recording: Recording) => Recording } {
  const random = seeded(seed);
  random();
  const names = Array.from({ length: 1 + Math.floor(3 * random()) }, () => {
    return survivable[Math.floor(survivable.length * random())] ?? 'noise at 10 dB';
  });
  const chain = [...new Set(names)];
  return {
    what: chain.join(', '),
    apply: (recording) => chain.reduce((each, name) => degradations[name](each), recording),
  };
}
