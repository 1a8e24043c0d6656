import type { Random } from './random.js';

export const secondsPerDay = 86_400;

/**
 * Recordings of each hour of a day, as shares of the busiest hour: patients practise in the morning and, most of them, in the
 * evening. An assumption; replace it by the counts of `task_hours`.
 */
const hours = [2, 1, 1, 1, 2, 6, 15, 30, 55, 70, 65, 50, 40, 45, 50, 55, 60, 75, 95, 100, 90, 60, 25, 8];

/** Share of the recordings that come in bursts: a lesson ends, and a group submits its sessions at the same time. */
const burstShare = 0.2;

/** Recordings of one burst, submitted within a minute: eight sessions of ten sentences. */
const burstSize = 80;
const burstSeconds = 60;

/** The number of recordings that are submitted in each second of a day, `perDay` in all. */
export function arrivalsOfDay(perDay: number, random: Random): Uint32Array {
  const arrivals = new Uint32Array(secondsPerDay);
  const add = (second: number): void => {
    const at = Math.min(secondsPerDay - 1, second);
    arrivals[at] = (arrivals[at] ?? 0) + 1;
  };
  const bursts = Math.floor((perDay * burstShare) / burstSize);
  for (let burst = 0; burst < bursts; burst += 1) {
    const begin = momentOf(random);
    for (let each = 0; each < burstSize; each += 1) add(begin + Math.floor(random() * burstSeconds));
  }
  for (let each = bursts * burstSize; each < perDay; each += 1) add(momentOf(random));
  return arrivals;
}

const total = hours.reduce((sum, each) => sum + each, 0);

/** A second of the day, drawn by the profile of the hours. */
function momentOf(random: Random): number {
  let left = random() * total;
  const hour = hours.findIndex((weight) => (left -= weight) < 0);
  return Math.floor(((hour < 0 ? hours.length - 1 : hour) + random()) * 3_600);
}
