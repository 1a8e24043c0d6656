import { runStatement, type Database } from '@vocalborn/database';
import type { KpiName } from '@vocalborn/monitoring-rules';
import type { RedisLookups } from './redis-lookups.js';
import { startOfSteps } from './task-figures.js';

/** The figures of a moment, which cannot be computed later, in the order of the table's columns. */
export const gaugeNames = [
  'queue_length',
  'active_workers',
  'worker_cpu',
  'worker_memory',
  'worker_memory_usage',
  'worker_network_io',
  'redis_memory',
  'redis_memory_usage',
  'redis_connections',
  'redis_connection_usage',
  'redis_qps',
] as const satisfies readonly KpiName[];

export type GaugeName = (typeof gaugeNames)[number];
export type Gauges = Readonly<Record<GaugeName, number | null>>;

const columns = gaugeNames.join(', ');
const places = gaugeNames.map((_, index) => `$${index + 1}`).join(', ');
const next = gaugeNames.length + 1;
const replaced = [...gaugeNames, 'redis_run_ids', 'redis_hits', 'redis_misses'].map(
  (name) => `${name} = excluded.${name}`,
);

/** The last sample of a minute is kept, of whichever process. */
const sampleStatement = {
  name: 'sample-gauges',
  text: `
    insert into gauge_minutes (minute, ${columns}, redis_run_ids, redis_hits, redis_misses)
    values (date_trunc('minute', now()), ${places}, $${next}, $${next + 1}, $${next + 2})
    on conflict (minute) do update set ${replaced.join(', ')}`,
};

export async function sampleGauges(database: Database, gauges: Gauges, lookups: RedisLookups | null): Promise<void> {
  const values = gaugeNames.map((name) => gauges[name]);
  const counted = lookups ? [lookups.runIds, lookups.hits, lookups.misses] : [null, null, null];
  await runStatement(database, sampleStatement, [...values, ...counted]);
}

const seriesStatement = {
  name: 'gauges-in-steps',
  text: `
    select step.at, ${gaugeNames.map((name) => `avg(g.${name})::float8 as ${name}`).join(', ')}
    from generate_series($1::timestamptz, now(), $2::int * interval '1 second') as step (at)
    left join gauge_minutes g on g.minute >= $1
      and date_bin($2::int * interval '1 second', g.minute, $1::timestamptz) = step.at
    group by step.at order by step.at`,
};

/** The means of the samples in the steps of `figuresInSteps`; null for a step without samples. */
export function gaugesInSteps(
  database: Database,
  from: Date,
  stepSeconds: number,
): Promise<({ readonly at: Date } & Gauges)[]> {
  const start = startOfSteps(from, stepSeconds);
  return runStatement(database, seriesStatement, [start, stepSeconds]);
}
