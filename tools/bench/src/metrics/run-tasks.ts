import { longestGap } from '../figures/samples.js';
import type { Answer } from '../load/answer-parser.js';
import { runLoad } from '../load/closed-loop.js';
import { makeRecords, submissions } from '../system/records.js';
import type { Side } from '../system/side.js';
import { costOf, type OperationCost } from './cpu-per-operation.js';

/** What the workers made of a filled queue. */
export interface RunTasks {
  readonly taskIds: readonly string[];
  readonly perSecond: number;
  /** Milliseconds. */
  readonly longestGap: number;
  /** CPU time of one task from its claim to its end. */
  readonly cost: OperationCost;
}

const connections = 32;
const longEnoughSeconds = 600;

/** Submits an analysis of each of so many new records. @returns the ids of the tasks */
async function submitTasks(side: Side, count: number): Promise<string[]> {
  const next = submissions(side, await makeRecords(side, count));
  const load = { port: side.port, connections, seconds: longEnoughSeconds, next, expected: 202 };
  return (await runLoad(load)).answers.map(taskIdOf);
}

/** The id in the answer to a submission. */
export function taskIdOf({ body }: Answer): string {
  return (JSON.parse(body) as { task_id: string }).task_id;
}

/**
 * Fills the queue while the workers are held back, releases them, and waits for the last task. The time is taken by the
 * clock of Postgres, from the first claim to the last ending.
 * @throws Error when a task did not succeed
 */
export async function runTasks(side: Side, count: number): Promise<RunTasks> {
  await side.queue.hold();
  const taskIds = await submitTasks(side, count);
  const { cost } = await costOf(side, async () => {
    await side.queue.release();
    await side.untilDone();
    return { operations: count };
  });
  const ended = await side.query<{ started: Date; completed: Date }>(
    `select started_at as started, completed_at as completed from ai_analysis_tasks
     where task_id = any ($1) and status = 'SUCCESS'`,
    [taskIds],
  );
  if (ended.length < count) throw new Error(`${count - ended.length} tasks of the ${side.name} did not succeed`);
  const completed = ended.map((task) => task.completed.getTime());
  const seconds = (Math.max(...completed) - Math.min(...ended.map((task) => task.started.getTime()))) / 1_000;
  return { taskIds, perSecond: count / seconds, longestGap: longestGap(completed), cost };
}
