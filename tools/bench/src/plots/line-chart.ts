import { inDigits } from '../figures/samples.js';
import { axisMarks, colours, drawing, frame, label, legend, round } from './svg.js';

/** The values of one line. */
interface Line {
  readonly name: string;
  readonly points: readonly { readonly at: number; readonly value: number }[];
}

/** What a chart of lines shows. */
export interface LineChart {
  readonly title: string;
  readonly xTitle: string;
  readonly yTitle: string;
  /** Whether equal factors are equally far apart on the horizontal axis. */
  readonly logarithmic: boolean;
  /** Places on the horizontal axis that are named; those of all points by default. */
  readonly xMarks?: readonly number[];
  readonly lines: readonly Line[];
}

const bottom = 340;

/** Draws lines, with a mark for each value unless `xMarks` is given. The vertical axis begins at 0. */
export function lineChart({ title, xTitle, yTitle, logarithmic, xMarks, lines }: LineChart): string {
  const points = lines.flatMap((line) => line.points);
  const places = xMarks ?? [...new Set(points.map(({ at }) => at))].toSorted((a, b) => a - b);
  const scaled = (at: number): number => (logarithmic ? Math.log10(at) : at);
  const [first, last] = [scaled(places[0] ?? 1), scaled(places.at(-1) ?? 1)];
  const [left, right] = [frame.left, frame.width - frame.right];
  const marks = axisMarks(Math.max(...points.map(({ value }) => value), 0));
  const x = (at: number): number => round(left + ((right - left) * (scaled(at) - first)) / (last - first || 1));
  const y = (value: number): number => round(bottom - ((bottom - frame.top) * value) / (marks.at(-1) ?? 1));
  const middle = (frame.top + bottom) / 2;
  return drawing(bottom + frame.bottom, title, [
    ...legend(lines.map(({ name }) => name)),
    ...marks.flatMap((mark) => [
      `<line class="grid" x1="${left}" x2="${right}" y1="${y(mark)}" y2="${y(mark)}"/>`,
      label(left - 8, y(mark) + 4, inDigits(mark), 'text-anchor="end"'),
    ]),
    ...places.map((at) => label(x(at), bottom + 18, at.toLocaleString('en-US'), 'text-anchor="middle"')),
    ...lines.flatMap((line, index) =>
      drawLine(line, { colour: colours[index % colours.length] ?? '', hasMarks: !xMarks }, x, y),
    ),
    label((left + right) / 2, bottom + 40, xTitle, 'text-anchor="middle"'),
    label(18, middle, yTitle, `text-anchor="middle" transform="rotate(-90 18 ${middle})"`),
  ]);
}

function drawLine(
  { points }: Line,
  { colour, hasMarks }: { readonly colour: string; readonly hasMarks: boolean },
  x: (at: number) => number,
  y: (value: number) => number,
): string[] {
  const path = points.map(({ at, value }) => `${x(at)},${y(value)}`).join(' ');
  return [
    `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
    ...(hasMarks ? points : []).map(
      ({ at, value }) => `<circle cx="${x(at)}" cy="${y(value)}" r="3.5" fill="${colour}"/>`,
    ),
  ];
}
