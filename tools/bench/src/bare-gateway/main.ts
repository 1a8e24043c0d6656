/**
 * The least code that answers like the gateway: Fastify, pg, Bull and ioredis, without Nest and without the product's
 * libs. Shows what the machine and the drivers cost by themselves.
 */
import Bull from 'bull';
import fastify from 'fastify';
import { Redis } from 'ioredis';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { GroupedAccept } from './grouped-accept.js';
import { VerifiedTokens } from './verified-tokens.js';

const { DATABASE_URL, CELERY_BROKER_URL = '', CELERY_RESULT_BACKEND = '', JWT_SECRET = '', PORT } = process.env;
const cacheSeconds = 3_600;
const pool = new pg.Pool({ connectionString: DATABASE_URL, max: 10 });
const accepting = new GroupedAccept(pool);
const queue = new Bull('ai_analysis', CELERY_BROKER_URL);
const cache = new Redis(CELERY_RESULT_BACKEND);
const tokens = new VerifiedTokens(JWT_SECRET);
const app = fastify();
const metaKey = (taskId: string): string => `celery-task-meta-${taskId}`;
const idSchema = { type: 'string', format: 'uuid' } as const;
const taskSchema = { params: { type: 'object', properties: { id: idSchema } } } as const;
const analyzeSchema = {
  body: { type: 'object', required: ['practice_record_id'], properties: { practice_record_id: idSchema } },
} as const;

app.get('/health/ready', () => ({ status: 'ok' }));

app.post<{ Body: { practice_record_id: string } }>('/analyze', { schema: analyzeSchema }, async (request, reply) => {
  const userId = await tokens.userOf(request.headers.authorization);
  const recordId = request.body.practice_record_id;
  const taskId = randomUUID();
  if (!(await accepting.accept({ taskId, recordId, userId }))) return reply.code(409).send({ code: 'refused' });
  const data = { v: 1, task_id: taskId, task: 'analyze_audio', args: [recordId, {}], eta: null };
  const at = new Date().toISOString();
  const steps = JSON.stringify([{ step: 'queued', progress: 0, at }]);
  const fields = { task_id: taskId, user_id: userId, practice_record_id: recordId, status: 'PENDING', attempt: 0 };
  await Promise.all([
    queue.add('analyze_audio', data, { jobId: taskId, removeOnComplete: true, removeOnFail: true }),
    cache.hset(metaKey(taskId), { ...fields, progress: 0, current_step: 'queued', created_at: at, steps }),
    cache.expire(metaKey(taskId), cacheSeconds),
  ]);
  return reply.code(202).header('location', `/tasks/${taskId}`).send({ task_id: taskId, status: 'pending' });
});

app.get<{ Params: { id: string } }>('/tasks/:id', { schema: taskSchema }, async (request, reply) => {
  const userId = await tokens.userOf(request.headers.authorization);
  const task = await cache.hgetall(metaKey(request.params.id));
  if (task['user_id'] !== userId) return reply.code(404).send({ code: 'not-found' });
  const { status = '', progress, steps = '[]' } = task;
  return { ...task, status: status.toLowerCase(), progress: Number(progress), steps: JSON.parse(steps) as unknown };
});

const findResult = `
  select r.result_id, r.analysis_result, r.analysis_model_version, r.processing_time_seconds, r.created_at
  from ai_analysis_results r join ai_analysis_tasks t using (task_id) where task_id = $1 and t.user_id = $2`;

app.get<{ Params: { id: string } }>('/tasks/:id/result', { schema: taskSchema }, async (request, reply) => {
  const userId = await tokens.userOf(request.headers.authorization);
  const values = [request.params.id, userId];
  const { rows } = await pool.query<Record<string, unknown>>({ name: 'result', text: findResult, values });
  const [{ analysis_result: result, ...stored } = {}] = rows;
  if (result === undefined) return reply.code(404).send({ code: 'not-found' });
  return { task_id: request.params.id, ...(result as object), ...stored };
});

await app.listen({ host: '127.0.0.1', port: Number(PORT) });
