import type { Recording } from '@vocalborn/speech-analysis';
import { analysed, synthesised } from './vocoder.js';

/** How a speaker differs from another one who says the same. */
export interface VoiceChange {
  /** Factor of the formants: the vocal tract is shorter by it. */
  readonly formants: number;
  /** Factor of F0. */
  readonly f0: number;
}

/**
 * The same words, in the same time, by a speaker with another vocal tract and pitch. The voice is synthesised slower and
 * lower by the factor of the formants, and played faster by it: the sampling rate changes by the factor.
 */
export function withOtherVoice(recording: Recording, { formants, f0 }: VoiceChange): Recording {
  const { sampleRate, frames } = analysed(recording);
  const slowed = Array.from({ length: Math.round(frames.length * formants) }, (_, index) => {
    return frames[Math.min(frames.length - 1, Math.floor(index / formants))];
  }).flatMap((frame) => (frame ? [{ ...frame, f0: (frame.f0 * f0) / formants }] : []));
  const { samples } = synthesised({ sampleRate, frames: slowed });
  return { samples, sampleRate: Math.round(sampleRate * formants) };
}
