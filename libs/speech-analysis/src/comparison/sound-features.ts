import { bands } from '../measures/mel-bands.js';
import { dotProduct } from '../signal/dot-product.js';
import { discriminant } from './discriminant.js';

/** Offsets of the context frames: 120 ms, about a syllable. */
const context = [-6, -4, -2, 0, 2, 4, 6];

/** Values per frame before the projection: the bands of its context frames. */
export const contextSize = context.length * bands;

/** Values per frame after the projection. */
export const featureSize = discriminant.length / contextSize;

/**
 * Returns the bands of the context frames of each frame, row after row. Beyond the ends the outermost frame is
 * repeated.
 */
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
 * Returns the sound features of each frame, or of every `stride`-th frame, row after row: the context bands projected
 * on the directions in which different sounds differ most and the same sound from other voices least (linear
 * discriminant analysis, Fisher 1936; learned from pairs of the same words as in relevant component analysis, Shental
 * et al. 2002). The unit of each direction is the spread of the same sound between voices.
 */
export function soundFeatures(logEnergies: Float64Array, stride = 1): Float64Array {
  const frames = logEnergies.length / bands;
  const rows = Math.ceil(frames / stride);
  const features = new Float64Array(rows * featureSize);
  for (let row = 0; row < rows; row += 1) {
    for (let place = 0; place < context.length; place += 1) {
      const from = bands * Math.max(0, Math.min(frames - 1, row * stride + context[place]!));
      project(logEnergies, from, place * bands, features, row * featureSize);
    }
  }
  return features;
}

/** Adds the contribution of one context frame. */
function project(logs: Float64Array, from: number, offset: number, features: Float64Array, to: number): void {
  for (let direction = 0; direction < featureSize; direction += 1) {
    const row = direction * contextSize + offset;
    features[to + direction]! += dotProduct(weights, row, logs, from, bands);
  }
}
