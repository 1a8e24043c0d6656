const firstDelayMs = 100;
const longestDelayMs = 2_000;
const firstLockSeconds = 60;
const longestLockSeconds = 15 * 60;

/** Milliseconds by which the answer to a failed login is delayed: doubled with each failure of its address, up to 2 s. */
export const delayMs = (failures: number): number => Math.min(firstDelayMs * 2 ** (failures - 1), longestDelayMs);

/** Seconds for which an address is locked: a minute, doubled with each lock within a day, up to 15 minutes. */
export const lockSeconds = (locks: number): number => Math.min(firstLockSeconds * 2 ** (locks - 1), longestLockSeconds);
