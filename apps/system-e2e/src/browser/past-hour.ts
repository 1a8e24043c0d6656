import type { System } from '@vocalborn/system-harness';

const bounds = 18;

/** Figures of an hour that nobody has waited for, so that the charts have something to show. */
export async function fillPastHour(system: System): Promise<void> {
  await system.query(
    `insert into task_minutes (minute, accepted, started, succeeded, failed, retried, revoked, waits, wait_seconds,
       longest_wait_seconds, processing_seconds, processing_buckets)
     select date_trunc('minute', now()) - n * interval '1 minute', 12, 12, 10 + n % 4, n % 7 / 5, n % 5 / 3, 0, 12,
       12 * (2 + n % 3), 9 + n % 8, (10 + n % 4) * (28 + n % 9), array_append(array_fill(0, array[9]), 10 + n % 4) || array_fill(0, array[$1::int - 9])
     from generate_series(3, 59) n on conflict do nothing`,
    [bounds],
  );
  await system.query(
    `insert into gauge_minutes (minute, queue_length, active_workers, worker_cpu, worker_memory, worker_memory_usage,
       worker_network_io, redis_memory, redis_memory_usage, redis_connections, redis_connection_usage, redis_qps)
     select date_trunc('minute', now()) - n * interval '1 minute', n % 9, 2, 40 + n % 17, 500e6 + n * 1e6, 24 + n % 5, 90000,
       260e6, 12.5, 14, 0.14, 400 + n % 60
     from generate_series(3, 59) n on conflict do nothing`,
  );
}
