import { Problem } from '../http/problem.js';

const unitSeconds: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** Longest time that figures are asked for: what a month of minutes holds. */
export const longestWindowSeconds = 31 * 86_400;

/** Most points of a course: more than a screen has columns for. */
const mostPoints = 2_000;

/** Reads a duration such as `90s`, `15m`, `1h`, `7d`, or plain seconds. @throws Problem naming the field */
export function readDuration(text: string, field: string): number {
  const [, number, unit = 's'] = /^(\d{1,8})([smhd]?)$/.exec(text) ?? [];
  const seconds = Number(number) * (unitSeconds[unit === '' ? 's' : unit] ?? 1);
  if (number === undefined || seconds < 60 || seconds > longestWindowSeconds) {
    throw new Problem(400, `${field} must be a time from 1m to 31d, such as 15m, 1h or 7d`);
  }
  return seconds;
}

/** Whole minutes per point, from an hour on whole hours: as asked for, else about a hundred. @throws Problem when there are too many */
export function readStep(text: string | undefined, windowSeconds: number): number {
  const wanted = text === undefined ? windowSeconds / 100 : readDuration(text, 'step');
  const unit = wanted < 3_600 ? 60 : 3_600;
  const step = Math.max(1, Math.round(wanted / unit)) * unit;
  if (windowSeconds / step > mostPoints)
    throw new Problem(400, `step is too short: at most ${mostPoints} points are given`);
  return step;
}
