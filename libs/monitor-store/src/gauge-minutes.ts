import { runStatement, type DataSource } from '@vocalborn/database';
import type { KpiName } from '@vocalborn/kpi-catalogue';
import { startOfSteps } from './task-figures.js';

/** The figures that can only be measured at the moment itself, in the order of the table's columns. */
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

/** Look-ups of Redis since its servers started; `runIds` tells whether these are still the same runs. */
export interface RedisLookups {
  readonly runIds: string;
  readonly hits: number;
  readonly misses: number;
}

const columns = gaugeNames.join(', ');
const places = gaugeNames.map((_, index) => `$${index + 1}`).join(', ');
const next = gaugeNames.length + 1;
const replaced = [...gaugeNames, 'redis_run_ids', 'redis_hits', 'redis_misses'].map(
  (name) => `${name} = excluded.${name}`,
);

/** The last sample of a minute stays, whichever process took it. */
const sampleStatement = {
  name: 'sample-gauges',
  text: `
    insert into gauge_minutes (minute, ${columns}, redis_run_ids, redis_hits, redis_misses)
    values (date_trunc('minute', now()), ${places}, $${next}, $${next + 1}, $${next + 2})
    on conflict (minute) do update set ${replaced.join(', ')}`,
};

export async function sampleGauges(database: DataSource, gauges: Gauges, lookups: RedisLookups | null): Promise<void> {
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

/** The means of the samples in the steps of `figuresInSteps`; null where none was taken. */
export function gaugesInSteps(
  database: DataSource,
  from: Date,
  stepSeconds: number,
): Promise<({ readonly at: Date } & Gauges)[]> {
  const start = startOfSteps(from, stepSeconds);
  return runStatement(database, seriesStatement, [start, stepSeconds]);
}

/**
 * Adds up what the counters rose by from sample to sample; a counter of another run of the server began at zero. The
 * present reading ($2–$4) is the last sample.
 */
const hitRateStatement = {
  name: 'redis-lookups-since',
  text: `
    with samples as (
      select minute, redis_run_ids as run, redis_hits as hits, redis_misses as misses from gauge_minutes
      where redis_run_ids is not null and minute >= coalesce(
        (select max(minute) from gauge_minutes where minute < $1 and redis_run_ids is not null), $1)
      union all select now(), $2, $3::bigint, $4::bigint
    ), steps as (
      select run, hits, misses, lag(run) over w as run_before, lag(hits) over w as hits_before,
        lag(misses) over w as misses_before
      from samples window w as (order by minute)
    )
    select coalesce(sum(hits - case when run = run_before then hits_before else 0 end), 0)::float8 as hits,
      coalesce(sum(misses - case when run = run_before then misses_before else 0 end), 0)::float8 as misses
    from steps where run_before is not null`,
};

/** Look-ups since the last sample before an instant; null when there is no sample to count from. Index: primary key. */
export async function lookupsSince(
  database: DataSource,
  from: Date,
  present: RedisLookups,
): Promise<Pick<RedisLookups, 'hits' | 'misses'> | null> {
  const values = [from, present.runIds, present.hits, present.misses];
  const [row] = await runStatement<{ hits: number; misses: number }>(database, hitRateStatement, values);
  return row && row.hits + row.misses > 0 ? row : null;
}
