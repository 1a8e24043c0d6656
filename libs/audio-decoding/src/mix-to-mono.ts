/** From this mean power on (−60 dB of full scale) a block tells how its channels go together. */
const soundingPower = 1e-6;

/** Channels that are this much each other's opposite would leave nothing of the sound when they are added. */
const opposite = -0.9;

/**
 * −1 for each channel that is the first one upside down, as a wrongly wired microphone makes it, else 1. Undefined while
 * there is no sound to tell by.
 */
export function signsOf(planes: readonly Float32Array[]): readonly number[] | undefined {
  const [first] = planes;
  if (!first || product(first, first) < soundingPower * first.length) return undefined;
  return planes.map((plane) => {
    const scale = Math.sqrt(product(first, first) * product(plane, plane));
    return product(first, plane) < opposite * scale ? -1 : 1;
  });
}

function product(one: Float32Array, other: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < one.length; i++) sum += one[i]! * (other[i] ?? 0);
  return sum;
}

/** The mean of the channels, each with its sign. */
export function mixToMono(
  planes: readonly Float32Array[],
  length: number,
  signs: readonly number[] = [],
): Float32Array {
  const mono = new Float32Array(length);
  planes.forEach((plane, channel) => {
    const sign = signs[channel] ?? 1;
    for (let i = 0; i < length; i++) mono[i]! += sign * (plane[i] ?? 0);
  });
  if (planes.length > 1) {
    const scale = 1 / planes.length;
    for (let i = 0; i < length; i++) mono[i]! *= scale;
  }
  return mono;
}
