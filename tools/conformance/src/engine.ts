import { contoursOf, meanIntensity, praatReference, voiceOf, type Recording } from '@vocalborn/speech-analysis';
import type { Measures } from './praat.js';
import { median } from './statistics.js';

/** Returns the engine's measures of a recording, in Praat's units. */
export function engineMeasures({ samples, sampleRate }: Recording): Measures {
  const { pitch, intensity, silences } = contoursOf(samples, sampleRate);
  const voice = voiceOf(samples, sampleRate, pitch);
  const [f1, f2, f3] = voice.formantMedians;
  const contour = Array.from(pitch.values);
  const sounding = silences.sounding.reduce((sum, { start, end }) => sum + end - start, 0);
  return {
    pitch: contour,
    f0Median: median(contour.filter((f0) => f0 > 0)),
    jitterLocal: voice.jitter.local ?? NaN,
    jitterRap: voice.jitter.rap ?? NaN,
    shimmerLocal: voice.shimmer.local ?? NaN,
    shimmerDb: voice.shimmer.decibels ?? NaN,
    hnr: voice.harmonicity ?? NaN,
    intensity: meanIntensity(intensity) + praatReference,
    silence: samples.length / sampleRate - sounding,
    f1: f1 ?? NaN,
    f2: f2 ?? NaN,
    f3: f3 ?? NaN,
  };
}

/** Returns the CPU seconds of one round of the same measures: the mean of three after a warm-up. */
export function engineCost(recording: Recording): number {
  engineMeasures(recording);
  const before = process.cpuUsage();
  for (let round = 0; round < 3; round += 1) engineMeasures(recording);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 3e6;
}
