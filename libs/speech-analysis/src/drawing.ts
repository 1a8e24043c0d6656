import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Comparison } from './comparison/compare.js';
import type { Recording, Speech } from './comparison/speech-of.js';
import { frameStep } from './signal/analysis-signal.js';

type Drawing = NonNullable<AnalysisResult['detailed_analysis']['drawing']>;

/** Points that a drawing has at most: more than a phone has pixels for, and the same bytes for any length. */
const mostPoints = 600;

/** The series from which any client can draw the recording over the example, on one axis of time. */
export function drawingOf(recording: Recording, sample: Speech, comparison: Comparison | null): Drawing {
  const step = Math.max(frameStep, sample.durationSeconds / mostPoints);
  const points = Math.max(1, Math.floor(sample.durationSeconds / step));
  return {
    time_step_seconds: step,
    peak: peaks(recording, step, points),
    f0_hz: thinned(sample.pitch, step, points),
    example_f0_hz: comparison ? thinned(comparison.examplePitch, step, points) : null,
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

/** The first voiced frame of each point. */
function thinned(pitch: Float64Array, step: number, points: number): (number | null)[] {
  const perPoint = step / frameStep;
  return Array.from({ length: points }, (_, point) => {
    const frames = pitch.subarray(Math.floor(point * perPoint), Math.max(1, Math.floor((point + 1) * perPoint)));
    const f0 = frames.find((value) => value > 0);
    return f0 === undefined ? null : Math.round(f0 * 10) / 10;
  });
}
