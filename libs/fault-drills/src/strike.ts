import { waitFor } from '@vocalborn/system-harness';
import { setTimeout as delay } from 'node:timers/promises';
import { countOpen } from './evidence.js';
import type { Fault, FaultContext } from './fault.js';
import type { Load } from './load.js';
import type { Strike } from './recovery-time.js';

const longestWaitMs = 180_000;

/** Numbers of accepted tasks at which the fault is injected: seeded, spread over the first 70 % of the load. */
export function momentsOf(fault: Fault, tasks: number, { random }: Pick<FaultContext, 'random'>): number[] {
  const share = (tasks * 0.7) / fault.times;
  return Array.from({ length: fault.times }, (_, index) => Math.floor(share * (index + random.next())));
}

/** Injects the fault at its moments, and repairs it each time after a seeded pause. @returns when that was */
export async function strike(
  fault: Fault,
  context: FaultContext,
  load: Load,
  tasks: number,
  since: string,
): Promise<Strike[]> {
  const strikes: Strike[] = [];
  for (const moment of momentsOf(fault, tasks, context)) {
    await waitFor(() => load.accepted >= moment, { what: `${moment} tasks to be accepted`, timeoutMs: longestWaitMs });
    if (fault.load === 'drained') await drain(context, load, since);
    const struckAtMs = Date.now();
    const repair = await fault.inject(context);
    await delay(context.random.between(...fault.pauseMs));
    await repair();
    strikes.push({ struckAtMs, repairedAtMs: Date.now() });
    load.resume();
  }
  return strikes;
}

async function drain({ drilled }: FaultContext, load: Load, since: string): Promise<void> {
  load.hold();
  await waitFor(async () => (await countOpen(drilled, since)) === 0, {
    what: 'the queue to be empty',
    timeoutMs: longestWaitMs,
  });
}
