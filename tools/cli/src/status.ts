import { monitor } from '@vocalborn/client';
import { formatKpi, kpiNames, kpis } from '@vocalborn/monitoring-rules';
import type { Command } from 'commander';
import { answering, type Answer, type Input } from './answer.js';
import { MonitorClient } from './monitor-client.js';
import { pairs, table } from './table.js';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('show workers, queue, tasks and key figures; fails when no worker is online')
    .option('--window <time>', 'period of the figures, such as 15m, 1h or 7d', '1h')
    .action(answering(status));
}

async function status({ target, options }: Input<{ window: string }>): Promise<Answer> {
  const client = new MonitorClient(target);
  const [{ workers }, { queues }, counts, figures] = await Promise.all([
    client.ask(monitor.listWorkers),
    client.ask(monitor.listQueues),
    client.ask(monitor.countTasks),
    client.ask((by) => monitor.readKpis({ ...by, query: { window: options.window } })),
  ]);
  const online = workers.filter((worker) => worker.status === 'online').length;
  const text = [
    workerTable(workers),
    `${online} of ${workers.length} workers online.`,
    queueTable(queues),
    table(Object.keys(counts), [Object.values(counts)]),
    pairs(kpiNames.map((name) => [kpis[name].label['en-US'], figures.display[name]])),
  ].join('\n\n');
  return { json: { workers, queues, tasks: counts, kpis: figures }, text, ok: online > 0 };
}

function workerTable(workers: readonly monitor.WorkerDto[]): string {
  const head = ['WORKER', 'STATUS', 'ACTIVE', 'SLOTS', 'PROCESSED', 'FAILED', 'LOAD', 'MEMORY'];
  const rows = workers.map((worker) => [
    worker.name,
    worker.status,
    worker.active,
    worker.concurrency,
    worker.processed,
    worker.failed,
    worker.load_average.map((load) => load.toFixed(2)).join(' '),
    formatKpi(worker.memory_bytes, 'bytes'),
  ]);
  return table(head, rows);
}

function queueTable(queues: readonly monitor.QueueDto[]): string {
  const head = ['QUEUE', 'PENDING', 'ACTIVE', 'WAITING FOR RETRY', 'WORKERS', 'ENDED/MIN'];
  const rows = queues.map((row) => [
    row.queue,
    row.pending,
    row.active,
    row.waiting_for_retry,
    row.workers,
    row.throughput_per_minute,
  ]);
  return table(head, rows);
}
