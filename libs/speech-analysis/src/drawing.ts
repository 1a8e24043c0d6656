import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Comparison } from './comparison/compare.js';
import type { Recording, Speech } from './comparison/speech.js';
import { levelAboveNoise, unjudgedParts } from './judged-parts.js';
import { frameStep } from './signal/analysis-signal.js';

type Drawing = NonNullable<AnalysisResult['detailed_analysis']['drawing']>;

/** Maximum number of points of a drawing: more than the pixels of a phone, and a bounded size for any duration. */
const maxPoints = 600;

/** Returns the series for drawing the recording over the reference on one time axis. */
export function drawingOf(recording: Recording, sample: Speech, comparison: Comparison | null): Drawing {
  const step = Math.max(frameStep, sample.durationSeconds / maxPoints);
  const points = Math.max(1, Math.floor(sample.durationSeconds / step));
  return {
    time_step_seconds: step,
    peak: peaks(recording, step, points),
    f0_hz: downsampled(sample.pitch, step, points),
    snr_db: means(levelAboveNoise(sample), step, points),
    unjudged: unjudgedParts(recording, sample),
    example_f0_hz: comparison ? downsampled(comparison.referencePitch, step, points) : null,
  };
}

function peaks({ samples, sampleRate }: Recording, step: number, points: number): number[] {
  return Array.from({ length: points }, (_, point) => {
    const end = Math.min(samples.length, Math.round((point + 1) * step * sampleRate));
    let highest = 0;
    for (let index = Math.round(point * step * sampleRate); index < end; index += 1) {
      highest = Math.max(highest, Math.abs(samples[index]!));
    }
    return Math.min(1, Math.round(highest * 1000) / 1000);
  });
}

/** Mean of the frames of each point, in whole decibels. */
function means(levels: Float64Array, step: number, points: number): number[] {
  const perPoint = step / frameStep;
  return Array.from({ length: points }, (_, point) => {
    const frames = levels.subarray(Math.floor(point * perPoint), Math.max(1, Math.floor((point + 1) * perPoint)));
    return Math.round(frames.reduce((sum, level) => sum + level, 0) / Math.max(1, frames.length)) + 0;
  });
}

/** Takes the first voiced frame of each point. */
function downsampled(pitch: Float64Array, step: number, points: number): (number | null)[] {
  const perPoint = step / frameStep;
  return Array.from({ length: points }, (_, point) => {
    const frames = pitch.subarray(Math.floor(point * perPoint), Math.max(1, Math.floor((point + 1) * perPoint)));
    const f0 = frames.find((value) => value > 0);
    return f0 === undefined ? null : Math.round(f0 * 10) / 10;
  });
}
