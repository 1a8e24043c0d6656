import { bands } from '../measures/mel-bands.js';
import { dotProduct } from '../signal/dot-product.js';
import { discriminant } from './discriminant.js';

/** Frames around each one that tell what sound it belongs to: 120 ms, about a syllable. */
const context = [-6, -4, -2, 0, 2, 4, 6];

/** Values that describe a moment before they are projected: the bands of the frames around it. */
export const contextSize = context.length * bands;

/** Values that describe a moment: the directions that tell sounds apart best. */
export const featureSize = discriminant.length / contextSize;

/** The bands of the frames around each frame, row after row; beyond the ends, the outermost frame counts. */
export function withContext(logEnergies: Float64Array): Float64Array {
  const frames = logEnergies.length / bands;
  const rows = new Float64Array(frames * contextSize);
  for (let frame = 0; frame < frames; frame += 1) {
    for (let place = 0; place < context.length; place += 1) {
      const from = bands * Math.max(0, Math.min(frames - 1, frame + context[place]!));
      rows.set(logEnergies.subarray(from, from + bands), frame * contextSize + place * bands);
    }
  }
  return rows;
}

const weights = Float64Array.from(discriminant);

/**
 * What a recording sounds like in each frame, or in each `every`th one, row after row: the bands around the frame, seen along the directions in
 * which different sounds differ most and the same sound, said by others, least (linear discriminant analysis, Fisher
 * 1936, learned from pairs that say the same as in relevant component analysis, Shental et al. 2002). The unit of every
 * direction is the spread of the same sound between voices.
 */
export function soundFeatures(logEnergies: Float64Array, every = 1): Float64Array {
  const frames = logEnergies.length / bands;
  const rows = Math.ceil(frames / every);
  const features = new Float64Array(rows * featureSize);
  for (let row = 0; row < rows; row += 1) {
    for (let place = 0; place < context.length; place += 1) {
      const from = bands * Math.max(0, Math.min(frames - 1, row * every + context[place]!));
      project(logEnergies, from, place * bands, features, row * featureSize);
    }
  }
  return features;
}

/** Adds what one frame of the context contributes. */
function project(logs: Float64Array, from: number, offset: number, features: Float64Array, to: number): void {
  for (let direction = 0; direction < featureSize; direction += 1) {
    const row = direction * contextSize + offset;
    features[to + direction]! += dotProduct(weights, row, logs, from, bands);
  }
}
