import { monitor } from '@vocalborn/client';
import type { Command } from 'commander';
import { answering, type Answer, type Input } from './answer.js';
import { MonitorClient } from './monitor-client.js';
import { moment, pairs, table } from './table.js';
import { mostPerRequest } from './tasks/filter.js';

const questions = {
  ping: 'ask every worker for an answer',
  active: 'list what each worker runs',
  reserved: 'list what each worker holds and has not begun',
  stats: 'show the figures of each worker',
} as const;

type Question = keyof typeof questions;
type Replies = Readonly<Record<string, unknown>>;

export function addInspect(program: Command): void {
  const inspect = program.command('inspect').description('ask the running workers, like `celery inspect`');
  for (const [question, description] of Object.entries(questions)) {
    inspect
      .command(question)
      .description(description)
      .action(answering((input) => ask(question as Question, input)));
  }
}

async function ask(question: Question, { target }: Input<unknown>): Promise<Answer> {
  const client = new MonitorClient(target);
  const replies: Replies = await client.ask((by) => monitor.inspectWorkers({ ...by, path: { question } }));
  const ok = Object.values(replies).some((reply) => reply !== null);
  if (Object.keys(replies).length === 0) return { json: replies, text: 'No worker is online.', ok };
  if (question === 'active') return { ...(await describeActive(client, replies)), ok };
  return { json: replies, text: texts[question](replies), ok };
}

const silent = 'does not answer';

/** How each question's replies are printed. */
export const texts: Readonly<Record<Exclude<Question, 'active'>, (replies: Replies) => string>> = {
  ping: (replies) =>
    table(
      ['WORKER', 'ANSWER'],
      Object.entries(replies).map(([name, reply]) => [name, reply === null ? silent : (reply as string)]),
    ),
  reserved: (replies) =>
    table(
      ['WORKER', 'RESERVED TASK'],
      Object.entries(replies).flatMap(([name, reply]) => idsOf(reply).map((id) => [name, id])),
    ),
  stats: (replies) =>
    Object.entries(replies)
      .map(([name, reply]) => `${name}\n${reply === null ? `  ${silent}` : indented(reply as object)}`)
      .join('\n\n'),
};

/** The running tasks of each worker with their details from the ledger. */
async function describeActive(client: MonitorClient, replies: Replies): Promise<Answer> {
  const { tasks } = await client.ask((by) =>
    monitor.listTaskPage({ ...by, query: { state: 'PROCESSING', limit: mostPerRequest } }),
  );
  const known = new Map(tasks.map((task) => [task.task_id, task]));
  const described = (id: string) => {
    const task = known.get(id);
    return {
      task_id: id,
      progress: task?.progress ?? null,
      current_step: task?.current_step_en ?? null,
      started_at: task?.started_at ?? null,
    };
  };
  const json = Object.fromEntries(
    Object.entries(replies).map(([name, reply]) => [name, reply === null ? null : idsOf(reply).map(described)]),
  );
  const rows = Object.entries(json).flatMap(([name, running]) => {
    if (running === null) return [[name, silent, null, null, null]];
    return running.map((task) => [name, task.task_id, task.progress, task.current_step, moment(task.started_at)]);
  });
  return { json, text: table(['WORKER', 'TASK', 'PROGRESS', 'STEP', 'STARTED (UTC)'], rows) };
}

const idsOf = (reply: unknown): string[] => (Array.isArray(reply) ? reply.map(String) : []);

function indented(stats: object): string {
  const entries = Object.entries(stats).map(([name, value]) => {
    const plain = typeof value === 'string' || typeof value === 'number';
    return [name, plain ? value : value === null ? null : JSON.stringify(value)] as const;
  });
  return pairs(entries).replaceAll(/^/gm, '  ');
}
