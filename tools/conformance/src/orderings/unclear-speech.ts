import type { Recording } from '@vocalborn/speech-analysis';
import { seeded } from './effects.js';
import { analysed, synthesised, type SourceFilter, type SourceFrame } from './vocoder.js';

/** Properties of dysarthric speech that are simulated (Duffy 2019, "Motor Speech Disorders"). */
export const impairments = ['slow', 'blurred', 'weak consonants', 'monotone', 'breathy', 'creaky'] as const;
export type Impairment = (typeof impairments)[number];

/** Mild, moderate and severe. */
export const degrees = [1, 2, 3] as const;
export type Degree = (typeof degrees)[number];

type Change = (speech: SourceFilter, degree: Degree) => SourceFilter;

const changes: Readonly<Record<Impairment, Change>> = {
  slow: slowed,
  blurred,
  'weak consonants': (speech, degree) => each(speech, (frame) => weakened(frame, { 1: 0.5, 2: 0.25, 3: 0.1 }[degree])),
  monotone,
  breathy: (speech, degree) => each(speech, (frame) => ({ ...frame, breath: { 1: 0.15, 2: 0.3, 3: 0.5 }[degree] })),
  creaky: (speech, degree) => each(speech, (frame) => ({ ...frame, roughness: { 1: 0.02, 2: 0.05, 3: 0.1 }[degree] })),
};

/** Simulates unclear speech. Without impairments the recording only passes the vocoder. */
export function withImpairments(recording: Recording, which: readonly Impairment[], degree: Degree): Recording {
  const changed = which.reduce((speech, impairment) => changes[impairment](speech, degree), analysed(recording));
  return synthesised(changed);
}

const each = (speech: SourceFilter, change: (frame: SourceFrame) => SourceFrame): SourceFilter => ({
  ...speech,
  frames: speech.frames.map(change),
});

/** Frames of 5 ms over which the tempo is constant: about a syllable. */
const tempoSpan = 50;

/** Slows the speech by a factor that differs from syllable to syllable. */
function slowed(speech: SourceFilter, degree: Degree): SourceFilter {
  const random = seeded(17);
  const frames: SourceFrame[] = [];
  let factor = 1;
  let due = 0;
  speech.frames.forEach((frame, index) => {
    if (index % tempoSpan === 0) factor = 1 + { 1: 0.6, 2: 1.1, 3: 1.6 }[degree] * (0.35 + 0.65 * random());
    for (due += factor; due >= 1; due -= 1) frames.push(frame);
  });
  return { ...speech, frames };
}

/** Moves each vocal tract towards the mean of the sentence, so that all vowels sound alike. */
function blurred(speech: SourceFilter, degree: Degree): SourceFilter {
  const share = { 1: 0.2, 2: 0.35, 3: 0.5 }[degree];
  const voiced = speech.frames.filter(({ f0 }) => f0 > 0);
  const centre = voiced[0]?.tract.map((_, at) => mean(voiced.map(({ tract }) => tract[at] ?? 0))) ?? [];
  return each(speech, (frame) => ({
    ...frame,
    tract: frame.tract.map((value, at) => value + share * ((centre[at] ?? value) - value)),
  }));
}

const weakened = (frame: SourceFrame, times: number): SourceFrame =>
  frame.f0 > 0 ? frame : { ...frame, gain: times * frame.gain };

/** Moves F0 towards its geometric mean. */
function monotone(speech: SourceFilter, degree: Degree): SourceFilter {
  const share = { 1: 0.5, 2: 0.75, 3: 0.95 }[degree];
  const centre = mean(speech.frames.filter(({ f0 }) => f0 > 0).map(({ f0 }) => Math.log(f0)));
  return each(speech, (frame) => {
    if (frame.f0 <= 0) return frame;
    return { ...frame, f0: Math.exp(Math.log(frame.f0) + share * (centre - Math.log(frame.f0))) };
  });
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
