import type { Track } from '../signal/short-term-frames.js';
import { formantTrack, medianFormant, voicedBy, type FormantTrack } from './formants/formants.js';
import { harmonicityTrack, meanHarmonicity } from './harmonicity.js';
import { jitterOf, type Jitter } from './jitter.js';
import { pulseTimes } from './pulses.js';
import { shimmerOf, type Shimmer } from './shimmer.js';

/** Voice measures of a recording; null where they cannot be measured. */
export interface Voice {
  /** Times of the glottal pulses, in seconds. */
  readonly pulses: Float64Array;
  readonly jitter: Jitter;
  readonly shimmer: Shimmer;
  /** Mean harmonics-to-noise ratio, in dB. */
  readonly harmonicity: number | null;
  readonly formants: FormantTrack;
  /** Medians of F1 to F3 over the voiced frames, in Hz. */
  readonly formantMedians: readonly (number | null)[];
}

/**
 * Measures the voice at the recording's own sample rate.
 * @param narrow the same sound at a lower rate that still contains the formants, where available: cheaper to resample
 * further
 */
export function voiceOf(
  signal: Float32Array,
  sampleRate: number,
  pitch: Track,
  narrow = { signal, sampleRate },
): Voice {
  const pulses = pulseTimes(signal, sampleRate, pitch);
  const formants = formantTrack(narrow.signal, narrow.sampleRate, voicedBy(pitch));
  return {
    pulses,
    jitter: jitterOf(pulses),
    shimmer: shimmerOf(signal, sampleRate, pulses),
    harmonicity: meanHarmonicity(harmonicityTrack(signal, sampleRate)),
    formants,
    formantMedians: [0, 1, 2].map((formant) => medianFormant(formants, formant)),
  };
}
