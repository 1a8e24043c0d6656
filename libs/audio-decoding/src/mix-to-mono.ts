/** Mean power (−60 dB of full scale) from which a block shows how its channels relate. */
const minPower = 1e-6;

/** Correlation below which one channel is the other one inverted, so that their sum would cancel. */
const invertedBelow = -0.9;

/**
 * Returns −1 for each channel that is the inverted first one, as a wrongly wired microphone records it, else 1.
 * Undefined while there is too little sound to tell.
 */
export function signsOf(planes: readonly Float32Array[]): readonly number[] | undefined {
  const [first] = planes;
  if (!first || product(first, first) < minPower * first.length) return undefined;
  return planes.map((plane) => {
    const scale = Math.sqrt(product(first, first) * product(plane, plane));
    return product(first, plane) < invertedBelow * scale ? -1 : 1;
  });
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * (other[i] ?? 0);
  return sum;
}

/** Returns the mean of the channels, each multiplied by its sign. A single channel is returned as it is. */
export function mixToMono(
  planes: readonly Float32Array[],
  length: number,
  signs: readonly number[] = [],
): Float32Array {
  const [first] = planes;
  if (first && planes.length === 1) return first.subarray(0, length);
  const mono = new Float32Array(length);
  planes.forEach((plane, channel) => {
    const scale = (signs[channel] ?? 1) / planes.length;
    const end = Math.min(length, plane.length);
    for (let i = 0; i < end; i++) mono[i]! += scale * plane[i]!;
  });
  return mono;
}
