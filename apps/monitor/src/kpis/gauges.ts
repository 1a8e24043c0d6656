import type { KpiName } from '@vocalborn/monitoring-rules';
import type { Gauges, RedisLookups } from '@vocalborn/monitor-store';
import type { RedisReport } from '@vocalborn/redis';
import type { RegisteredWorker } from '@vocalborn/worker-control';

/** The state of queue, workers and Redis at one moment; null for what is unavailable. */
export interface Findings {
  readonly queueLength: number | null;
  readonly workers: readonly RegisteredWorker[] | null;
  readonly redis: readonly RedisReport[] | null;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const percent = (part: number, whole: number | null): number | null => (whole ? (100 * part) / whole : null);

/** The figures of a moment, as the catalogue defines them. */
export function gaugesOf({ queueLength, workers, redis }: Findings): Gauges {
  return { queue_length: queueLength, ...workerGauges(workers), ...redisGauges(redis) };
}

function workerGauges(workers: readonly RegisteredWorker[] | null) {
  const reports = workers?.filter((worker) => worker.online).map((worker) => worker.report) ?? [];
  const none = reports.length === 0;
  const cores = sum(reports.map((report) => report.cores));
  const usages = reports.map((report) => percent(report.memoryBytes, report.memoryLimitBytes) ?? 0);
  const networks = new Map(reports.map((report) => [report.network, report.networkBytesPerSecond]));
  const rates = [...networks.values()].filter((rate) => rate !== null);
  return {
    active_workers: workers ? reports.length : null,
    worker_cpu: none ? null : percent(sum(reports.map((report) => report.cpuCores)), cores),
    worker_memory: none ? null : sum(reports.map((report) => report.memoryBytes)),
    worker_memory_usage: none ? null : Math.max(...usages),
    worker_network_io: rates.length === 0 ? null : sum(rates),
  };
}

function redisGauges(servers: readonly RedisReport[] | null) {
  const memory = fullestMemory(servers);
  const clients = fullestConnections(servers);
  return {
    redis_memory: memory?.server.usedMemory ?? null,
    redis_memory_usage: memory?.usage ?? null,
    redis_connections: clients?.server.clients ?? null,
    redis_connection_usage: clients?.usage ?? null,
    redis_qps: servers ? sum(servers.map((server) => server.commandsPerSecond)) : null,
  };
}

/** Figures that have an upper limit. */
export const limitedNames = [
  'worker_memory',
  'redis_memory',
  'redis_connections',
] as const satisfies readonly KpiName[];

export type LimitedName = (typeof limitedNames)[number];

export type Limits = Readonly<Record<LimitedName, number | null>>;

/**
 * Limits of the figures of `gaugesOf`. Workers on one host share its memory, so the largest limit of a host counts
 * once. A container counts as a host.
 */
export function limitsOf({ workers, redis }: Findings): Limits {
  const memoryOfHosts = new Map<string, number>();
  for (const { online, report } of workers ?? []) {
    if (online) {
      const known = memoryOfHosts.get(report.network) ?? 0;
      memoryOfHosts.set(report.network, Math.max(known, report.memoryLimitBytes));
    }
  }
  return {
    worker_memory: memoryOfHosts.size === 0 ? null : sum([...memoryOfHosts.values()]),
    redis_memory: fullestMemory(redis)?.server.maxMemory ?? null,
    redis_connections: fullestConnections(redis)?.server.maxClients ?? null,
  };
}

const fullestMemory = (servers: Findings['redis']) =>
  mostOf(servers, (server) => percent(server.usedMemory, server.maxMemory));
const fullestConnections = (servers: Findings['redis']) =>
  mostOf(servers, (server) => percent(server.clients, server.maxClients));

/** The server nearest to its limit. Servers without a known limit come last. */
function mostOf(servers: readonly RedisReport[] | null, usageOf: (server: RedisReport) => number | null) {
  const ranked = (servers ?? []).map((server) => ({ server, usage: usageOf(server) }));
  return ranked.toSorted((a, b) => (b.usage ?? -1) - (a.usage ?? -1))[0];
}

/** The key lookups of all servers since they started. */
export function lookupsOf(servers: readonly RedisReport[] | null): RedisLookups | null {
  if (!servers || servers.length === 0) return null;
  return {
    runIds: servers
      .map((server) => server.runId)
      .toSorted()
      .join(),
    hits: sum(servers.map((server) => server.hits)),
    misses: sum(servers.map((server) => server.misses)),
  };
}
