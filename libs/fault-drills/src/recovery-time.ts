/** When a fault struck and when it was repaired, in milliseconds since 1970. */
export interface Strike {
  readonly struckAtMs: number;
  readonly repairedAtMs: number;
}

/** How soon the tasks that a fault hit have to run again. */
export interface RecoveryLimit {
  /** From the strike where others can take over, from the repair where nothing can go on before it. */
  readonly from: 'strike' | 'repair';
  readonly ms: number;
}

/**
 * The slowest next attempt of the tasks that strikes hit. A task was hit when an attempt that had begun before the repair was
 * followed by another one after the strike. The time begins with the strike, or with an attempt that began later. A next
 * attempt before the repair took no time from the repair.
 * @param starts of each task, the start of each of its attempts
 * @returns milliseconds; null when no task was hit
 */
export function slowestNextAttempt(
  starts: readonly (readonly number[])[],
  strikes: readonly Strike[],
  { from }: Pick<RecoveryLimit, 'from'>,
): number | null {
  const times = starts.flatMap((ofTask) =>
    ofTask.slice(1).flatMap((next, index) => {
      const begun = ofTask[index] ?? next;
      const hit = strikes.find(({ struckAtMs, repairedAtMs }) => begun <= repairedAtMs && struckAtMs < next);
      return hit ? [Math.max(0, next - (from === 'strike' ? Math.max(hit.struckAtMs, begun) : hit.repairedAtMs))] : [];
    }),
  );
  return times.length === 0 ? null : Math.round(Math.max(...times));
}
