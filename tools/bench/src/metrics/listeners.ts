import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../figures/finding.js';
import { percentileOf } from '../figures/samples.js';
import { EventListener } from '../load/event-listener.js';
import { memoryOf } from '../processes/memory.js';
import type { Bench } from '../system/bench.js';
import type { Side } from '../system/side.js';
import type { Extent } from './names.js';
import { runTasks } from './run-tasks.js';

/** Listeners that are opened at the same time. */
const opening = 50;

const tasks = 10;

/** Memory of the gateways with many listeners to all events, and how late the events of some tasks reach them. */
export async function measureListeners(
  { product, baseline }: Bench,
  { quick }: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  const count = quick ? 1_000 : 5_000;
  await baseline.setWorkers(0);
  await product.setWorkers(0);
  await product.clear();
  await product.startGateway();
  await product.setWorkers(1);
  const before = await memoryOfGateway(product);
  const listeners = await openListeners(product, count);
  try {
    show(`listeners: ${count} are connected`);
    const after = await memoryOfGateway(product);
    listeners.forEach((listener) => listener.note());
    // One at a time: all at once would measure how much a gateway can send.
    for (let task = 0; task < tasks; task += 1) {
      await runTasks(product, 1);
      await allReceived(listeners);
    }
    const lateness = listeners.flatMap(({ latenessMs }) => latenessMs);
    return findings(count, { before, after, lateness });
  } finally {
    listeners.forEach((listener) => listener.close());
  }
}

async function openListeners({ port, token }: Side, count: number): Promise<EventListener[]> {
  const listeners: EventListener[] = [];
  while (listeners.length < count) {
    const next = Math.min(opening, count - listeners.length);
    listeners.push(...(await Promise.all(Array.from({ length: next }, () => EventListener.open(port, token)))));
  }
  return listeners;
}

async function memoryOfGateway({ gateway }: Side): Promise<number> {
  if (!gateway) throw new Error('no gateway runs');
  const processes = await memoryOf([gateway.pid]);
  return processes.reduce((sum, { pssMib }) => sum + pssMib, 0);
}

/** Waits until no listener has received anything for a second. */
async function allReceived(listeners: readonly EventListener[]): Promise<void> {
  const received = () => listeners.reduce((sum, { latenessMs }) => sum + latenessMs.length, 0);
  for (let before = -1; before !== received();) {
    before = received();
    await delay(1_000);
  }
}

interface Measured {
  readonly before: number;
  readonly after: number;
  readonly lateness: readonly number[];
}

function findings(count: number, { before, after, lateness }: Measured): Finding[] {
  const common = { metric: 'listeners', baseline: [] };
  return [
    { ...common, name: `gateways with ${count} listeners`, unit: 'MiB', values: [after] },
    { ...common, name: 'one listener', unit: 'KiB', values: [((after - before) * 1024) / count] },
    ...[0.5, 0.99].map((share) => ({
      ...common,
      name: `event to ${count} listeners, p${100 * share}`,
      unit: 'ms',
      values: [percentileOf(lateness, share)],
    })),
  ];
}
