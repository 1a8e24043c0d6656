import { setTimeout as delay } from 'node:timers/promises';
import type { Finding } from '../figures/finding.js';
import { percentileOf } from '../figures/samples.js';
import { Connection } from '../load/connection.js';
import type { Bench } from '../system/bench.js';
import { makeRecords } from '../system/records.js';
import type { Side } from '../system/side.js';
import { inTurn } from './in-turn.js';
import type { Extent } from './names.js';
import { taskIdOf } from './run-tasks.js';

const pollMs = 5;

/** Tasks of one round, one after the other. */
const tasks = 60;

/** From the submission of one task to the poll that shows its success, with nothing else to do. */
export async function measureLatency(
  { product, baseline }: Bench,
  { rounds }: Extent,
  show: (progress: string) => void,
): Promise<Finding[]> {
  for (const side of [baseline, product]) {
    await side.setWorkers(0);
    await side.clear();
    await side.startGateway();
    await side.setWorkers(1);
  }
  const found = await inTurn(rounds, async (name, round) => {
    const times = await timesOf(name === 'product' ? product : baseline);
    show(`latency, round ${round} of ${rounds}, ${name}: ${percentileOf(times, 0.5).toFixed(1)} ms`);
    return times;
  });
  return [0.5, 0.99].map((share) => ({
    metric: 'latency',
    name: `one task, p${100 * share}`,
    unit: 'ms',
    values: found.product.map((times) => percentileOf(times, share)),
    baseline: found.baseline.map((times) => percentileOf(times, share)),
  }));
}

async function timesOf(side: Side): Promise<number[]> {
  const records = await makeRecords(side, tasks);
  const connection = await Connection.open(side.port);
  try {
    const times: number[] = [];
    for (const record of records) times.push(await timeOf(side, connection, record));
    return times;
  } finally {
    connection.close();
  }
}

async function timeOf({ token }: Side, connection: Connection, record: string): Promise<number> {
  const began = performance.now();
  const body = JSON.stringify({ practice_record_id: record });
  const accepted = await connection.send({ method: 'POST', path: '/analyze', token, body });
  if (accepted.status !== 202) throw new Error(`POST /analyze answered ${accepted.status}: ${accepted.body}`);
  const path = `/tasks/${taskIdOf(accepted)}`;
  for (;;) {
    const { status } = JSON.parse((await connection.send({ method: 'GET', path, token })).body) as { status: string };
    if (status === 'success') return performance.now() - began;
    if (status === 'failure') throw new Error(`${path} failed`);
    await delay(pollMs);
  }
}
