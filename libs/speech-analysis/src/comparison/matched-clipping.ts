/** Clipped share above which clipping changes the sounds. */
const audibleClipping = 0.005;

/**
 * Returns a signal clipped as much as another recording, so that the comparison does not charge the overload of one
 * recorder to the speaker. Clipping broadens the spectrum of loud sounds; in both recordings alike it cancels.
 * @param share clipped share of the samples of the other recording
 * @param own clipped share of this recording; the signal stays as it is when it is clipped as much
 */
export function clippedLike(signal: Float32Array, own: number, share: number): Float32Array {
  if (share <= audibleClipping || own >= share) return signal;
  const magnitudes = signal.map(Math.abs).sort();
  const limit = magnitudes[Math.floor((1 - share) * (magnitudes.length - 1))] ?? Infinity;
  return signal.map((value) => Math.max(-limit, Math.min(limit, value)));
}
