import { inDigits } from '../figures/samples.js';
import { axisMarks, colours, drawing, frame, label, legend, round } from './svg.js';

/** A group of bars with one value per series; a value that was not measured is NaN. */
interface BarGroup {
  readonly name: string;
  readonly values: readonly number[];
  /** What the first value should reach; drawn as a line across the group. */
  readonly target?: number;
}

/** What a chart of horizontal bars shows. */
export interface BarChart {
  readonly title: string;
  readonly unit: string;
  readonly series: readonly string[];
  readonly groups: readonly BarGroup[];
}

const barHeight = 16;
const gap = 16;
const namesWidth = 260;

/** Draws horizontal bars: names of groups are long. */
export function barChart({ title, unit, series, groups }: BarChart): string {
  const values = groups.flatMap((group) => [...group.values, group.target ?? 0]).filter(Number.isFinite);
  const marks = axisMarks(Math.max(...values, 0));
  const [left, right] = [frame.left + namesWidth - 60, frame.width - frame.right - 40];
  const x = (value: number): number => round(left + ((right - left) * value) / (marks.at(-1) ?? 1));
  const groupHeight = series.length * barHeight + gap;
  const bottom = frame.top + groups.length * groupHeight;
  const grid = marks.flatMap((mark) => [
    `<line class="grid" x1="${x(mark)}" x2="${x(mark)}" y1="${frame.top}" y2="${bottom}"/>`,
    label(x(mark), bottom + 18, inDigits(mark), 'text-anchor="middle"'),
  ]);
  const bars = groups.flatMap((group, index) => drawGroup(group, frame.top + index * groupHeight + gap / 2, left, x));
  const axis = label((left + right) / 2, bottom + 40, unit, 'text-anchor="middle"');
  return drawing(bottom + frame.bottom, title, [...legend(series), ...grid, ...bars, axis]);
}

function drawGroup(
  { name, values, target }: BarGroup,
  top: number,
  left: number,
  x: (value: number) => number,
): string[] {
  const height = values.length * barHeight;
  const bars = values.flatMap((value, index) => {
    if (!Number.isFinite(value)) return [];
    const y = top + index * barHeight;
    const width = round(Math.max(1, x(value) - left));
    return [
      `<rect x="${left}" y="${y}" width="${width}" height="${barHeight - 2}" fill="${colours[index % colours.length]}"/>`,
      label(x(value) + 5, y + 12, inDigits(value)),
    ];
  });
  const line =
    target === undefined
      ? []
      : [`<line class="target" x1="${x(target)}" x2="${x(target)}" y1="${top - 4}" y2="${top + height + 2}"/>`];
  return [label(left - 8, top + height / 2 + 4, name, 'text-anchor="end"'), ...bars, ...line];
}
