/**
 * A plain Bull processor in one process that writes what the product's worker writes, one write after the other, and
 * calls the ai-service with fetch and FormData. The baseline of the worker's throughput.
 */
import Bull, { type Job } from 'bull';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { LedgerWrites } from './ledger-writes.js';

const { DATABASE_URL, CELERY_BROKER_URL = '', CELERY_RESULT_BACKEND = '', PORT } = process.env;
const { AUDIO_STORE_URL = '', AI_SERVICE_URL = '', BARE_SLOTS = '4' } = process.env;
const ledger = new LedgerWrites(new pg.Pool({ connectionString: DATABASE_URL, max: 10 }), 'bare@host');
const cache = new Redis(CELERY_RESULT_BACKEND);
const queue = new Bull('ai_analysis', CELERY_BROKER_URL);

async function run({ id }: Job): Promise<void> {
  const taskId = String(id);
  const steps: unknown[] = [];
  const show = async (status: string, progress: number, step: string): Promise<void> => {
    steps.push({ step, progress, at: new Date().toISOString() });
    await cache.hset(`celery-task-meta-${taskId}`, {
      ...{ status, progress, current_step: step, worker_name: 'bare@host', attempt: 1, steps: JSON.stringify(steps) },
    });
  };
  const reach = async (progress: number, step: string): Promise<void> => {
    await show('PROCESSING', progress, step);
    await ledger.step(taskId, progress, step);
  };
  const claim = await ledger.claim(taskId);
  await show('PROCESSING', 10, 'initialising');
  await reach(40, 'downloading_audio');
  const [sample, reference] = await Promise.all([claim.audio_key, claim.example_audio_key].map(fetchAudio));
  await reach(50, 'calling_ai_service');
  const result = await analyse({ text: claim.text, language: claim.language, sample, reference });
  await reach(60, 'measuring');
  await reach(88, 'processing_result');
  await reach(90, 'storing_result');
  await ledger.end(taskId, claim.practice_record_id, randomUUID(), result);
  await show('SUCCESS', 100, 'completed');
}

async function fetchAudio(key: string): Promise<Blob> {
  return new Blob([await readFile(fileURLToPath(`${AUDIO_STORE_URL}/${key}`))]);
}

async function analyse(fields: Readonly<Record<string, string | Blob | undefined>>): Promise<Record<string, unknown>> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) if (value !== undefined) body.append(name, value);
  const response = await fetch(`${AI_SERVICE_URL}/analyze`, { method: 'POST', body });
  const last = (await response.text()).trim().split('\n').at(-1) ?? '';
  return (JSON.parse(last) as { result: Record<string, unknown> }).result;
}

void queue.process('analyze_audio', Number(BARE_SLOTS), run);
queue.on('failed', (_job, error) => {
  console.error(error);
  process.exit(1);
});
const app = fastify();
app.get('/health/ready', () => ({ status: 'ok' }));
await app.listen({ host: '127.0.0.1', port: Number(PORT) });
