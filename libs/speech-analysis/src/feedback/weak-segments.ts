/** A segment below this likeness differs whatever the rest is like. */
const weak = 55;

/**
 * A segment differs too when it is below the first and so far below the middle one of its sentence: of the same words
 * from other voices no segment was (`calibration.ts` tells of the voices), a wrong word is.
 */
const [doubtful, step] = [75, 20];

/** Whether a segment is worth marking: far from the example by itself, or beside the rest of its sentence. */
export function isOff(similarity: number, all: readonly number[]): boolean {
  const middle = all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0;
  return similarity < weak || (similarity < doubtful && similarity < middle - step);
}
