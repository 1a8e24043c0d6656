import { runStatement, type Database } from '@vocalborn/database';
import { startOfSteps } from './task-figures.js';

/** Key lookups since the Redis servers started. `runIds` identifies the server processes. */
export interface RedisLookups {
  readonly runIds: string;
  readonly hits: number;
  readonly misses: number;
}

/** Hits and misses within some time. */
export type LookupCounts = Pick<RedisLookups, 'hits' | 'misses'>;

/** The samples since the last one before $1. */
const samplesSince = `
  select minute, redis_run_ids as run, redis_hits as hits, redis_misses as misses from gauge_minutes
  where redis_run_ids is not null and minute >= coalesce(
    (select max(minute) from gauge_minutes where minute < $1 and redis_run_ids is not null), $1)`;

/** The increase of the counters between samples. After a restart of the server a counter begins at zero. */
const rises = `
  steps as (
    select minute, run, hits, misses, lag(run) over w as run_before, lag(hits) over w as hits_before,
      lag(misses) over w as misses_before
    from samples window w as (order by minute)
  ), rises as (
    select minute, hits - case when run = run_before then hits_before else 0 end as hits,
      misses - case when run = run_before then misses_before else 0 end as misses
    from steps where run_before is not null
  )`;

/** Adds up the increases. The present reading ($2–$4) is the last sample. */
const sinceStatement = {
  name: 'redis-lookups-since',
  text: `
    with samples as (${samplesSince} union all select now(), $2, $3::bigint, $4::bigint), ${rises}
    select coalesce(sum(hits), 0)::float8 as hits, coalesce(sum(misses), 0)::float8 as misses from rises`,
};

/** Lookups since the last sample before an instant; null when there is no earlier sample. Index: primary key. */
export async function lookupsSince(
  database: Database,
  from: Date,
  present: RedisLookups,
): Promise<LookupCounts | null> {
  const values = [from, present.runIds, present.hits, present.misses];
  const [row] = await runStatement<LookupCounts>(database, sinceStatement, values);
  return row && row.hits + row.misses > 0 ? row : null;
}

const stepsStatement = {
  name: 'redis-lookups-in-steps',
  text: `
    with samples as (${samplesSince}), ${rises}
    select step.at, coalesce(sum(r.hits), 0)::float8 as hits, coalesce(sum(r.misses), 0)::float8 as misses
    from generate_series($1::timestamptz, now(), $2::int * interval '1 second') as step (at)
    left join rises r on r.minute >= $1
      and date_bin($2::int * interval '1 second', r.minute, $1::timestamptz) = step.at
    group by step.at order by step.at`,
};

/** Lookups in the steps of `figuresInSteps`. Index: primary key. */
export function lookupsInSteps(
  database: Database,
  from: Date,
  stepSeconds: number,
): Promise<({ readonly at: Date } & LookupCounts)[]> {
  return runStatement(database, stepsStatement, [startOfSteps(from, stepSeconds), stepSeconds]);
}
