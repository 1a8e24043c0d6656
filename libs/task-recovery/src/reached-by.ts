import type { Checkpoint } from '@vocalborn/redis';

/** How far was looked; null also when that lies ahead, because the clock of the database was set back since. */
export function reachedBy({ reached }: Checkpoint, now: Date): Date | null {
  return reached !== null && reached <= now ? reached : null;
}
