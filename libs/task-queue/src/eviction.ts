import type { AnalysisQueue } from './analysis-queue.js';

/**
 * Logs an error when Redis may evict keys of the queue: tasks would vanish from the queue until recovery queues them
 * again. Does nothing while Redis is away.
 * @returns the dangerous policy, or null
 */
export async function warnOfEviction(
  { server }: Pick<AnalysisQueue, 'server'>,
  logger: { error(details: object, text: string): void },
): Promise<string | null> {
  const report = await server.memoryReport().catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(report)?.[1] ?? 'noeviction';
  if (policy === 'noeviction') return null;
  logger.error(
    { policy },
    `Redis evicts keys when it is full (maxmemory-policy ${policy}), which drops queued tasks: set it to noeviction`,
  );
  return policy;
}
