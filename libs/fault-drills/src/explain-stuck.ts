import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DrilledSystem } from './drilled-system.js';

const lastLines = 8;
const lineLength = 260;
const prefix = 'bull:ai_analysis:';

/** Collects what Postgres, Redis and the logs hold about a task that does not end. */
export async function explainStuck(drilled: DrilledSystem, taskId: string): Promise<string[]> {
  const [row] = await drilled.sql(
    `select status, attempt, lost_tries, retry_count, worker_name, error_kind, next_retry_at::text, started_at::text,
       updated_at::text, now()::text as now from ai_analysis_tasks where task_id = '${taskId}'`,
  );
  return [
    `task ${taskId}`,
    `  Postgres  ${JSON.stringify(row ?? null)}`,
    ...(await queueSays(drilled, taskId)),
    `  cache     ${JSON.stringify(await cacheSays(drilled, taskId))}`,
    ...(await logsSay(drilled.system.logFolder, taskId)),
  ];
}

async function queueSays(drilled: DrilledSystem, taskId: string): Promise<string[]> {
  return drilled.redis(0, async (redis) => {
    const job = await redis.hgetall(prefix + taskId);
    const lists = await Promise.all(['wait', 'active', 'paused'].map((list) => redis.lpos(prefix + list, taskId)));
    const due = await redis.zscore(`${prefix}delayed`, taskId);
    const places = ['wait', 'active', 'paused'].filter((_, index) => lists[index] !== null);
    if (due !== null) places.push(`delayed (due in ${Math.round(Number(due) / 0x1000) - Date.now()} ms)`);
    const lockMs = await redis.pttl(`${prefix + taskId}:lock`);
    const where = places.length === 0 ? 'no list' : places.join(' and ');
    return [`  queue     in ${where}, lock ${lockMs > 0 ? `${lockMs} ms` : 'none'}, job ${JSON.stringify(job)}`];
  });
}

async function cacheSays(drilled: DrilledSystem, taskId: string): Promise<unknown> {
  return drilled.redis(1, async (redis) => {
    const { status, attempt, progress, worker_name: worker } = await redis.hgetall(`celery-task-meta-${taskId}`);
    return { status, attempt, progress, worker };
  });
}

async function logsSay(folder: string, taskId: string): Promise<string[]> {
  const lines: string[] = [];
  for (const file of await readdir(folder)) {
    const mentioning = (await readFile(join(folder, file), 'utf8')).split('\n').filter((line) => line.includes(taskId));
    lines.push(...mentioning.slice(-lastLines).map((line) => `  ${file}: ${line.slice(0, lineLength)}`));
  }
  return lines;
}
