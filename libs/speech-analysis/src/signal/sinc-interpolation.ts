/** A maximum of a sampled function: its place in samples, and its value. */
export interface Maximum {
  place: number;
  value: number;
}

/**
 * Returns the value of a band-limited sampled function between its samples, by sin(x)/x interpolation under a Hann
 * window (Boersma 1993, equation 22).
 * @param place in samples
 * @param depth samples used on each side; fewer near the ends of `samples`
 */
export function sincValue(samples: Float64Array, place: number, depth: number): number {
  const left = Math.floor(place);
  const fraction = place - left;
  if (fraction < 1e-12) return samples[left]!;
  const reach = Math.min(depth, left + 1, samples.length - 1 - left);
  const sine = Math.sin(Math.PI * fraction) / Math.PI;
  return sine * (side(samples, left, -1, fraction, reach) + side(samples, left + 1, 1, 1 - fraction, reach));
}

/** Sum over the samples on one side, at the distances `first`, `first` + 1, …; the sine alternates in sign. */
function side(samples: Float64Array, from: number, direction: number, first: number, reach: number): number {
  const angle = Math.PI / (reach + 0.5);
  const turnCos = Math.cos(angle);
  const turnSin = Math.sin(angle);
  let windowCos = Math.cos(angle * first);
  let windowSin = Math.sin(angle * first);
  let sum = 0;
  let sign = 0.5;
  for (let step = 0; step < reach; step += 1) {
    sum += (sign * samples[from + direction * step]! * (1 + windowCos)) / (first + step);
    sign = -sign;
    const turned = windowCos * turnCos - windowSin * turnSin;
    windowSin = windowSin * turnCos + windowCos * turnSin;
    windowCos = turned;
  }
  return sum;
}

/**
 * Samples on each side of a correlation maximum that its interpolation uses: 70, as in Praat. At high sample rates the
 * correlation is smooth, and 30 give the same value.
 */
export const interpolationDepth = (sampleRate: number): number => (sampleRate < 32_000 ? 70 : 30);

/** Half-widths, in samples, of the parabolas that approach a maximum. */
const spans = [0.25, 0.05];

/**
 * Refines the local maximum at `index` by parabolas through ever closer values of the interpolated function.
 * @param out receives the place and the value, so that nothing is allocated
 */
export function refineMaximum(samples: Float64Array, index: number, depth: number, out: Maximum): void {
  parabolicMaximum(samples[index - 1]!, samples[index]!, samples[index + 1]!, out);
  let place = index + Math.max(-0.7, Math.min(0.7, out.place));
  for (const span of spans) {
    const [left, right] = [sincValue(samples, place - span, depth), sincValue(samples, place + span, depth)];
    parabolicMaximum(left, sincValue(samples, place, depth), right, out);
    place += span * Math.max(-2, Math.min(2, out.place));
  }
  out.place = place;
}

/** Vertex of the parabola through three equidistant values; its place is relative to the middle one. */
export function parabolicMaximum(left: number, middle: number, right: number, out: Maximum): void {
  const curvature = 2 * middle - left - right;
  const slope = 0.5 * (right - left);
  out.place = curvature > 0 ? slope / curvature : 0;
  out.value = middle + 0.5 * slope * out.place;
}
