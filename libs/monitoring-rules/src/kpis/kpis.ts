/** The units of figures. `percent` is from 0 to 100. */
export type KpiUnit = 'count' | 'percent' | 'seconds' | 'bytes' | 'bytes_per_second' | 'per_hour' | 'per_second';

export type KpiGroup = 'tasks' | 'queue' | 'workers' | 'redis';

/** A key figure: its label, unit and definition. */
export interface Kpi {
  readonly group: KpiGroup;
  readonly unit: KpiUnit;
  readonly label: { readonly 'zh-TW': string; readonly 'en-US': string };
  /** The counted or summed quantity; without a denominator it is the figure itself. */
  readonly numerator: string;
  readonly denominator: string | null;
  /** `window`: over the requested time. `now`: at this moment. */
  readonly window: 'window' | 'now';
  readonly source: string;
}

const events = 'ai_analysis_task_events';
const endedTasks = 'SUCCESS and FAILURE events';
const heartbeats = 'the last heartbeat of each online worker';
const info = 'INFO of the Redis servers of queue and result cache';

/** Every key figure by its name in the API, the alert file and Prometheus. */
export const kpis = {
  avg_processing_time: {
    group: 'tasks',
    unit: 'seconds',
    label: { 'zh-TW': '平均處理時間', 'en-US': 'Average processing time' },
    numerator: 'sum, over SUCCESS events, of the time since the claim of the same attempt',
    denominator: 'number of SUCCESS events',
    window: 'window',
    source: events,
  },
  p95_processing_time: {
    group: 'tasks',
    unit: 'seconds',
    label: { 'zh-TW': '第 95 百分位處理時間', 'en-US': '95th percentile of the processing time' },
    numerator: 'the time within which 95 % of the successes were processed, interpolated within a histogram bucket',
    denominator: null,
    window: 'window',
    source: events,
  },
  success_rate: {
    group: 'tasks',
    unit: 'percent',
    label: { 'zh-TW': '成功率', 'en-US': 'Success rate' },
    numerator: 'SUCCESS events',
    denominator: `${endedTasks}; cancelled tasks count as neither`,
    window: 'window',
    source: events,
  },
  failure_rate: {
    group: 'tasks',
    unit: 'percent',
    label: { 'zh-TW': '失敗率', 'en-US': 'Failure rate' },
    numerator: 'FAILURE events of other error kinds than `file`',
    denominator: endedTasks,
    window: 'window',
    source: events,
  },
  unusable_recording_rate: {
    group: 'tasks',
    unit: 'percent',
    label: { 'zh-TW': '無法使用的錄音比率', 'en-US': 'Unusable recordings' },
    numerator: 'FAILURE events of error kind `file`: the recording is undecodable, silent or cut',
    denominator: endedTasks,
    window: 'window',
    source: events,
  },
  retry_rate: {
    group: 'tasks',
    unit: 'percent',
    label: { 'zh-TW': '重試率', 'en-US': 'Retry rate' },
    numerator: 'RETRY events: failed attempts that are retried',
    denominator: 'RETRY, SUCCESS and FAILURE events: all attempts that were not cancelled',
    window: 'window',
    source: events,
  },
  queue_length: {
    group: 'queue',
    unit: 'count',
    label: { 'zh-TW': '佇列長度', 'en-US': 'Queue length' },
    numerator: 'jobs that wait for a worker, without the jobs that wait for the time of a retry',
    denominator: null,
    window: 'now',
    source: 'Bull lists wait and paused of ai_analysis',
  },
  avg_wait_time: {
    group: 'queue',
    unit: 'seconds',
    label: { 'zh-TW': '平均等待時間', 'en-US': 'Average wait' },
    numerator:
      'sum, over claims, of the time since the task was due: since it was queued or since the time of its retry',
    denominator: 'number of claims of due tasks, without takeovers from a lost worker',
    window: 'window',
    source: events,
  },
  longest_wait_time: {
    group: 'queue',
    unit: 'seconds',
    label: { 'zh-TW': '最長等待時間', 'en-US': 'Longest wait' },
    numerator: 'longest wait that ended with a claim, or the longest wait of a task that is due and not claimed yet',
    denominator: null,
    window: 'window',
    source: `${events}; open_tasks for tasks that still wait`,
  },
  processed_per_hour: {
    group: 'queue',
    unit: 'per_hour',
    label: { 'zh-TW': '每小時處理數', 'en-US': 'Processed per hour' },
    numerator: endedTasks,
    denominator: 'hours of the window',
    window: 'window',
    source: events,
  },
  active_workers: {
    group: 'workers',
    unit: 'count',
    label: { 'zh-TW': 'Worker 數量', 'en-US': 'Workers online' },
    numerator: 'workers whose last heartbeat is at most 10 s old by the clock of Redis',
    denominator: null,
    window: 'now',
    source: 'worker registry',
  },
  worker_cpu: {
    group: 'workers',
    unit: 'percent',
    label: { 'zh-TW': 'Worker CPU 使用率', 'en-US': 'CPU of the workers' },
    numerator: 'CPU seconds of parent and child processes between two heartbeats, over all workers',
    denominator: 'seconds between the heartbeats times the cores of each worker',
    window: 'now',
    source: heartbeats,
  },
  worker_memory: {
    group: 'workers',
    unit: 'bytes',
    label: { 'zh-TW': 'Worker 記憶體', 'en-US': 'Memory of the workers' },
    numerator: 'resident memory of parent and child processes, over all workers',
    denominator: null,
    window: 'now',
    source: heartbeats,
  },
  worker_memory_usage: {
    group: 'workers',
    unit: 'percent',
    label: { 'zh-TW': 'Worker 記憶體使用率', 'en-US': 'Memory usage of the workers' },
    numerator: 'resident memory of the worker nearest to its limit',
    denominator: 'its memory limit: the limit of its container, else the memory of the machine',
    window: 'now',
    source: heartbeats,
  },
  worker_network_io: {
    group: 'workers',
    unit: 'bytes_per_second',
    label: { 'zh-TW': 'Worker 網路流量', 'en-US': 'Network I/O of the workers' },
    numerator: 'bytes received and sent between two heartbeats, over all hosts (pods), without traffic within a host',
    denominator: 'seconds between the heartbeats',
    window: 'now',
    source: `${heartbeats} (/proc/net/dev without the loopback device)`,
  },
  redis_memory: {
    group: 'redis',
    unit: 'bytes',
    label: { 'zh-TW': 'Redis 記憶體', 'en-US': 'Memory of Redis' },
    numerator: 'used_memory of the server nearest to its limit',
    denominator: null,
    window: 'now',
    source: info,
  },
  redis_memory_usage: {
    group: 'redis',
    unit: 'percent',
    label: { 'zh-TW': 'Redis 記憶體使用率', 'en-US': 'Memory usage of Redis' },
    numerator: 'used_memory of the server nearest to its limit',
    denominator: 'its maxmemory, or its total_system_memory if maxmemory is unlimited',
    window: 'now',
    source: info,
  },
  redis_connections: {
    group: 'redis',
    unit: 'count',
    label: { 'zh-TW': 'Redis 連線數', 'en-US': 'Connections to Redis' },
    numerator: 'connected_clients of the server nearest to its limit',
    denominator: null,
    window: 'now',
    source: info,
  },
  redis_connection_usage: {
    group: 'redis',
    unit: 'percent',
    label: { 'zh-TW': 'Redis 連線使用率', 'en-US': 'Connection usage of Redis' },
    numerator: 'connected_clients of the server nearest to its limit',
    denominator: 'its maxclients',
    window: 'now',
    source: info,
  },
  redis_qps: {
    group: 'redis',
    unit: 'per_second',
    label: { 'zh-TW': 'Redis QPS', 'en-US': 'Commands per second of Redis' },
    numerator: 'instantaneous_ops_per_sec, over all servers',
    denominator: null,
    window: 'now',
    source: info,
  },
  redis_hit_rate: {
    group: 'redis',
    unit: 'percent',
    label: { 'zh-TW': 'Redis 命中率', 'en-US': 'Hit rate of Redis' },
    numerator: 'keyspace_hits since the last sample before the window, over all servers',
    denominator: 'keyspace_hits and keyspace_misses since that sample',
    window: 'window',
    source: `${info}, and the sample of each minute`,
  },
} as const satisfies Record<string, Kpi>;

export type KpiName = keyof typeof kpis;

export const kpiNames = Object.keys(kpis) as KpiName[];

export function isKpiName(name: string): name is KpiName {
  return Object.hasOwn(kpis, name);
}

/** The values of all figures at one moment; null for a figure without anything to measure. */
export type KpiValues = Readonly<Record<KpiName, number | null>>;
