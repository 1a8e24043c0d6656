const [minute, hour] = [60, 3_600];

/** Seconds before each retry of a message, as Standard Webhooks recommends. The first attempt is made at once. */
const retryDelays: readonly number[] = [
  5,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** Largest share of a delay that is added to it at random, so that the messages of a receiver do not return together. */
const jitter = 0.1;

/** Longest wait that a receiver may ask for. */
const longestAsked = 24 * hour;

/**
 * Seconds until the next attempt.
 * @param failures failed attempts of this round, at least 1
 * @param askedFor seconds that the receiver asked for with `Retry-After`; counted up to a day
 * @returns null after the last attempt
 */
export function retryInSeconds(
  failures: number,
  askedFor: number | null,
  random: () => number = Math.random,
): number | null {
  const delay = retryDelays[failures - 1];
  if (delay === undefined) return null;
  return Math.round(Math.max(delay, Math.min(askedFor ?? 0, longestAsked)) * (1 + jitter * random()));
}

/** Seconds in a `Retry-After` header, which holds a number or a date (RFC 9110, section 10.2.3); null without a valid one. */
export function readRetryAfter(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null;
  if (/^\d{1,9}$/.test(header)) return Number(header);
  const date = Date.parse(header);
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now.getTime()) / 1000));
}
