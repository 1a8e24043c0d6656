import type { AnalysisQueue } from './analysis-queue.js';

/**
 * Warns loudly when Redis would throw queue keys away to make room: tasks would then vanish from the queue without a
 * trace (recovery finds them again, but late). Silent when Redis is away.
 * @returns the dangerous policy, or null
 */
export async function warnOfEviction(
  queue: Pick<AnalysisQueue, 'memoryReport'>,
  logger: { error(details: object, text: string): void },
): Promise<string | null> {
  const report = await queue.memoryReport().catch(() => '');
  const policy = /^maxmemory_policy:(\S+)/m.exec(report)?.[1] ?? 'noeviction';
  if (policy === 'noeviction') return null;
  logger.error(
    { policy },
    `Redis evicts keys when it is full (maxmemory-policy ${policy}), which drops queued tasks: set it to noeviction`,
  );
  return policy;
}
