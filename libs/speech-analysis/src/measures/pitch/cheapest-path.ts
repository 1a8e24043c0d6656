import type { PitchCandidates } from './candidates.js';
import { pitchSettings } from './settings.js';

const { candidates: most, ceiling, octaveCost, octaveJumpCost, voicedUnvoicedCost, timeStep } = pitchSettings;

/** Boersma's costs are defined for frames of 10 ms (1993, section 5). */
const costScale = 0.01 / timeStep;

/**
 * Returns the F0 of each frame, 0 where unvoiced, along the path with the greatest total strength less the costs of its
 * jumps (Viterbi; Boersma 1993, equations 24 to 28). A candidate above the ceiling counts as unvoiced.
 * @param unvoiced strength of "unvoiced" in each frame
 */
export function cheapestPath(candidates: PitchCandidates, unvoiced: Float64Array): Float64Array {
  const { frames } = candidates;
  const logs = candidates.frequencies.map((frequency) => {
    return frequency > 0 && frequency <= ceiling ? Math.log2(frequency) : NaN;
  });
  const origins = new Uint8Array(frames * most);
  let before = new Float64Array(most);
  let now = new Float64Array(most);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let index = 0; index < candidates.counts[frame]!; index += 1) {
      const place = frame * most + index;
      const log = logs[place]!;
      const own = Number.isNaN(log)
        ? unvoiced[frame]!
        : candidates.strengths[place]! - octaveCost * (Math.log2(ceiling) - log);
      now[index] = own + (frame > 0 ? bestArrival(candidates, logs, before, frame, index, origins) : 0);
    }
    [before, now] = [now, before];
  }
  return traceBack(candidates, before, origins);
}

/** Score of the best path to a candidate from the previous frame; stores its predecessor. */
function bestArrival(
  candidates: PitchCandidates,
  logs: Float64Array,
  before: Float64Array,
  frame: number,
  index: number,
  origins: Uint8Array,
): number {
  const to = logs[frame * most + index]!;
  let best = -Infinity;
  for (let origin = 0; origin < candidates.counts[frame - 1]!; origin += 1) {
    const score = before[origin]! - transitionCost(logs[(frame - 1) * most + origin]!, to);
    if (score <= best) continue;
    best = score;
    origins[frame * most + index] = origin;
  }
  return best;
}

/** Cost of a transition between candidates; their frequencies in octaves, NaN is unvoiced. */
function transitionCost(from: number, to: number): number {
  const octaves = Math.abs(from - to);
  if (!Number.isNaN(octaves)) return octaveJumpCost * costScale * octaves;
  return Number.isNaN(from) && Number.isNaN(to) ? 0 : voicedUnvoicedCost * costScale;
}

function traceBack(candidates: PitchCandidates, scores: Float64Array, origins: Uint8Array): Float64Array {
  const { frames, counts, frequencies } = candidates;
  const contour = new Float64Array(frames);
  let choice = 0;
  for (let index = 1; index < (counts[frames - 1] ?? 0); index += 1) {
    if (scores[index]! > scores[choice]!) choice = index;
  }
  for (let frame = frames - 1; frame >= 0; frame -= 1) {
    const frequency = frequencies[frame * most + choice]!;
    contour[frame] = frequency <= ceiling ? frequency : 0;
    choice = origins[frame * most + choice]!;
  }
  return contour;
}
