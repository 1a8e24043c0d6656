/** Upper and lower edge of a part of the picture. */
export interface Panel {
  readonly top: number;
  readonly bottom: number;
}

/** Converts F0 to semitones from the median of its voiced points; null stays null. */
export function semitonesFromMedian(f0: readonly (number | null)[]): (number | null)[] {
  const voiced = f0.filter((value): value is number => value !== null && value > 0).toSorted((a, b) => a - b);
  const median = voiced[Math.floor(voiced.length / 2)];
  if (median === undefined) return f0.map(() => null);
  return f0.map((value) => (value === null || value <= 0 ? null : 12 * Math.log2(value / median)));
}

/** Jump in semitones within a voiced part that no voice makes from one point to the next; mostly an octave error. */
const impossibleJump = 7;

/**
 * Returns the melody without F0 errors: without values beyond `reach`, and without the part of a voiced stretch that
 * lies an impossible jump away from its neighbour and further from the median.
 */
export function withoutPitchErrors(semitones: readonly (number | null)[], reach: number): (number | null)[] {
  const kept = semitones.map((value) => (value !== null && Math.abs(value) <= reach ? value : null));
  const pieces = smoothPieces(semitones);
  pieces.forEach((piece, index) => {
    const neighbours = [pieces[index - 1], pieces[index + 1]].filter((each) => each && touch(each, piece));
    if (neighbours.some((each) => each && each.distance < piece.distance)) kept.fill(null, piece.from, piece.to);
  });
  return kept;
}

/** Points from `from` to `to` without a jump, and their mean distance from the median in semitones. */
interface Piece {
  readonly from: number;
  readonly to: number;
  readonly distance: number;
}

const touch = (one: Piece, other: Piece): boolean => one.to === other.from || other.to === one.from;

function smoothPieces(semitones: readonly (number | null)[]): Piece[] {
  const pieces: Piece[] = [];
  for (let from = 0, to = 0; from < semitones.length; from = to) {
    to = from + 1;
    const first = semitones[from];
    if (first === null || first === undefined) continue;
    let [last, sum] = [first, Math.abs(first)];
    for (; to < semitones.length; to += 1) {
      const value = semitones[to];
      if (value === null || value === undefined || Math.abs(value - last) > impossibleJump) break;
      sum += Math.abs(value);
      last = value;
    }
    pieces.push({ from, to, distance: sum / (to - from) });
  }
  return pieces;
}

/** Returns the SVG path through the voiced points, interrupted where unvoiced. */
export function melodyPaths(
  semitones: readonly (number | null)[],
  step: number,
  x: (time: number) => number,
  { top, bottom }: Panel,
  reach: number,
): string {
  let pen = 'M';
  return semitones
    .map((value, index) => {
      if (value === null) {
        pen = 'M';
        return '';
      }
      const y = (top + bottom) / 2 - (value * (bottom - top)) / (2 * reach);
      const point = `${pen}${x((index + 0.5) * step).toFixed(1)} ${y.toFixed(1)}${pen === 'M' ? 'h0' : ''}`;
      pen = 'L';
      return point;
    })
    .join('');
}
