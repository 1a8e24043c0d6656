import { readDuration } from '@vocalborn/monitoring-rules';
import { Problem } from '../http/problem.js';

/** Longest window of figures: per-minute figures are kept for a month. */
const longestWindowSeconds = 31 * 86_400;

/** Most points of a series: more than a screen has columns. */
const mostPoints = 2_000;

/** Reads a duration such as `90s`, `15m`, `1h`, `7d`, or plain seconds. @throws Problem naming the field */
export function readWindow(text: string, field: string): number {
  const seconds = readDuration(text) ?? 0;
  if (seconds < 60 || seconds > longestWindowSeconds) {
    throw new Problem(400, `${field} must be a time from 1m to 31d, such as 15m, 1h or 7d`);
  }
  return seconds;
}

/**
 * The seconds per point of a series: whole minutes, or whole hours from an hour on.
 * @param text the requested step; if left out, the series has about a hundred points
 * @throws Problem when the series would have too many points
 */
export function readStep(text: string | undefined, windowSeconds: number): number {
  const wanted = text === undefined ? windowSeconds / 100 : readWindow(text, 'step');
  const unit = wanted < 3_600 ? 60 : 3_600;
  const step = Math.max(1, Math.round(wanted / unit)) * unit;
  if (windowSeconds / step > mostPoints)
    throw new Problem(400, `step is too short: at most ${mostPoints} points are given`);
  return step;
}
