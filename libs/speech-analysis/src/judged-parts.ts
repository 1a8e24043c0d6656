import type { AnalysisResult } from '@vocalborn/ai-contract';
import type { Recording, Speech } from './comparison/speech.js';
import { noisePower } from './measures/signal-quality.js';
import { frameStep } from './signal/analysis-signal.js';

type Drawing = NonNullable<AnalysisResult['detailed_analysis']['drawing']>;
type Unjudged = NonNullable<Drawing['unjudged']>[number];

/** Level above the noise in dB below which the sounds cannot be told from the room. */
const drownedBelow = 6;

/** Shortest part in seconds that is named, and the gap within which two parts are one. */
const shortest = 0.15;
const gap = 0.1;

/** Range of the series in dB: below and above it makes no difference. */
const [lowest, highest] = [0, 60];

/** Returns the level of each frame above the noise of the room, in dB, from 0 to 60. */
export function levelAboveNoise({ contours, intensity }: Speech): Float64Array {
  const floor = 10 * Math.log10(noisePower(contours.intensity, contours.silences.sounding));
  return intensity.map((level) => Math.max(lowest, Math.min(highest, level - floor)));
}

/** Returns the parts of the speech that the room drowns or the recorder cuts off, in seconds. */
export function unjudgedParts({ samples, sampleRate }: Recording, speech: Speech): Unjudged[] {
  const above = levelAboveNoise(speech);
  const sounds = (frame: number): boolean => {
    const time = (frame + 0.5) * frameStep;
    return speech.silences.sounding.some(({ start, end }) => time >= start && time < end);
  };
  const drowned = parts(above.length, (frame) => above[frame]! < drownedBelow && sounds(frame));
  const limit = Math.min(1, speech.peak) * 0.999;
  const isCut = (frame: number): boolean => {
    const from = Math.round(frame * frameStep * sampleRate);
    const own = samples.subarray(from, Math.round((frame + 1) * frameStep * sampleRate));
    return own.reduce((count, value) => count + (Math.abs(value) >= limit ? 1 : 0), 0) > cutShare * own.length;
  };
  const cut = speech.clippedShare > audibleClipping ? parts(above.length, isCut) : [];
  const named = (reason: Unjudged['reason']) => (part: { start: number; end: number }) => ({ ...part, reason });
  return [...drowned.map(named('noise')), ...cut.map(named('clipping'))].toSorted((a, b) => a.start - b.start);
}

/** Clipped share of a recording, and of a frame, from which clipping changes the sounds. */
const audibleClipping = 0.005;
const cutShare = 0.05;

/** Joins the frames of which something holds to parts in seconds. */
function parts(frames: number, holds: (frame: number) => boolean): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (let frame = 0; frame < frames; frame += 1) {
    if (!holds(frame)) continue;
    const [start, end] = [rounded(frame * frameStep), rounded((frame + 1) * frameStep)];
    const last = found.at(-1);
    if (last && start - last.end < gap) last.end = end;
    else found.push({ start, end });
  }
  return found.filter(({ start, end }) => end - start >= shortest);
}

const rounded = (seconds: number): number => Math.round(seconds * 1000) / 1000;
