import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Comparison } from './comparison/compare.js';
import type { ComparedSegment } from './comparison/segments.js';
import { drawingOf } from './drawing.js';
import { isOff } from './feedback/segments.js';
import { acousticsOf } from './acoustics.js';
import type { Recording, Speech } from './comparison/speech.js';
import { totalLength } from './measures/silences.js';
import { dynamicRange } from './scoring/confidence.js';
import { scoreOn, soundCurve } from './scoring/calibration.js';
import { fullContrast, sameSentence } from './scoring/same-sentence.js';
import { additionalPauses, voicedFraction } from './scoring/scores.js';

type Details = AnalysisResult['detailed_analysis'];

/** Returns the measures behind the scores in the form of the contract. */
export function detailsOf(
  recording: Recording,
  sample: Speech,
  reference: Speech | null,
  comparison: Comparison | null,
): Details {
  return {
    segments: segmentsOf(comparison?.segments ?? []),
    drawing: drawingOf(recording, sample, comparison),
    timing: timingOf(sample, reference, comparison),
    pitch: pitchOf(sample, reference, comparison),
    evidence: comparison && evidenceOf(comparison),
    intensity: { mean_db: rounded(meanLevel(sample)), range_db: rounded(dynamicRange(sample.intensity)) },
    acoustics: acousticsOf(recording, sample),
  };
}

function timingOf(sample: Speech, reference: Speech | null, comparison: Comparison | null): Details['timing'] {
  const { sounding, pauses } = sample.contours.silences;
  return {
    speech_seconds: rounded(totalLength(sounding)),
    pause_seconds: rounded(totalLength(pauses)),
    pause_count: pauses.length,
    pauses: pauses.map(({ start, end }) => ({ start: rounded(start), end: rounded(end) })),
    reference_speech_seconds: reference ? rounded(totalLength(reference.contours.silences.sounding)) : null,
    reference_pause_seconds: reference ? rounded(totalLength(reference.contours.silences.pauses)) : null,
    additional_pause_seconds: reference ? rounded(additionalPauses(sample, reference)) : null,
    tempo_ratio: comparison ? rounded(comparison.tempoRatio) : null,
  };
}

function evidenceOf(comparison: Comparison): Details['evidence'] {
  return {
    same_sentence: rounded(sameSentence(comparison)),
    contrast: rounded(Math.min(1, comparison.contrast / fullContrast)),
  };
}

/** Median F0 in Hz and range from 5 to 95 % in semitones; null without voice. */
function f0Of({ contours }: Speech): { readonly median: number; readonly range: number } | null {
  const voiced = contours.pitch.values.filter((f0) => f0 > 0).sort();
  const at = (quantile: number): number => voiced[Math.floor((voiced.length - 1) * quantile)] ?? 0;
  return voiced.length > 0 ? { median: rounded(at(0.5)), range: rounded(12 * Math.log2(at(0.95) / at(0.05))) } : null;
}

function pitchOf(sample: Speech, reference: Speech | null, comparison: Comparison | null): Details['pitch'] {
  const { pitch } = sample.contours;
  const f0 = f0Of(sample);
  return {
    median_f0_hz: f0?.median ?? null,
    f0_range_semitones: f0?.range ?? null,
    reference_f0_range_semitones: (reference && f0Of(reference)?.range) ?? null,
    voiced_fraction: rounded(voicedFraction(sample)),
    contour: {
      time_step_seconds: pitch.step,
      start_seconds: Math.max(0, pitch.start),
      f0_hz: Array.from(pitch.values, (f0) => (f0 > 0 ? Math.round(f0 * 10) / 10 : null)),
    },
    contour_correlation: comparison?.contourCorrelation == null ? null : rounded(comparison.contourCorrelation),
  };
}

/** Mean power from the first to the last sounding frame, in dB relative to full scale. */
function meanLevel(speech: Speech): number {
  let power = 0;
  for (let frame = speech.from; frame < speech.to; frame += 1) power += 10 ** ((speech.intensity[frame] ?? -120) / 10);
  return 10 * Math.log10(power / Math.max(1, speech.to - speech.from));
}

function segmentsOf(segments: readonly ComparedSegment[]): Details['segments'] {
  const similarities = segments.map(({ distance }) => scoreOn(soundCurve, distance));
  return segments.map(({ sample, reference }, index) => ({
    start: rounded(sample.start),
    end: rounded(sample.end),
    reference_start: rounded(reference.start),
    reference_end: rounded(reference.end),
    similarity: Math.round((similarities[index] ?? 0) * 10) / 10,
    off: isOff(similarities[index] ?? 0, similarities),
  }));
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;
