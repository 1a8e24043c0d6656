import type { KpiUnit } from '../kpis/kpis.js';

const sizes = {
  B: 1,
  KB: 1024,
  MB: 1024 ** 2,
  GB: 1024 ** 3,
  TB: 1024 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

const perSecond = Object.fromEntries(Object.entries(sizes).map(([unit, factor]) => [`${unit}/s`, factor]));

/**
 * The units that a condition may use for a figure, with their factor to the unit of the catalogue. 1 KB is 1024 bytes,
 * as the figures are shown and as Redis counts, and equals 1 KiB.
 */
export const unitFactors: Readonly<Record<KpiUnit, Readonly<Record<string, number>>>> = {
  count: {},
  percent: { '%': 1 },
  seconds: { ms: 0.001, s: 1, m: 60, h: 3_600 },
  bytes: sizes,
  bytes_per_second: perSecond,
  per_hour: { '/h': 1 },
  per_second: { '/s': 1 },
};

/** A list for a sentence: `ms, s, m or h`. */
export function anyOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1) ?? ''}`;
}
