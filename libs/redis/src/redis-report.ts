/** Figures of one Redis server. Memory is in bytes. */
export interface RedisReport {
  readonly runId: string;
  readonly usedMemory: number;
  /** `maxmemory`, else the memory of its machine; null when INFO has neither. */
  readonly maxMemory: number | null;
  readonly clients: number;
  readonly maxClients: number | null;
  readonly commandsPerSecond: number;
  readonly hits: number;
  readonly misses: number;
}

/** Parses the text of INFO. */
export function readRedisReport(info: string): RedisReport {
  const fields = new Map(
    info.split(/\r?\n/).map((line) => [line.split(':', 1)[0] ?? '', line.slice(line.indexOf(':') + 1)]),
  );
  const number = (name: string): number => Number(fields.get(name) ?? 0);
  return {
    runId: fields.get('run_id') ?? '',
    usedMemory: number('used_memory'),
    maxMemory: number('maxmemory') || number('total_system_memory') || null,
    clients: number('connected_clients'),
    maxClients: number('maxclients') || null,
    commandsPerSecond: number('instantaneous_ops_per_sec'),
    hits: number('keyspace_hits'),
    misses: number('keyspace_misses'),
  };
}

/** One report per server: queue and result cache are often two databases of one server. */
export function distinctServers(reports: readonly RedisReport[]): RedisReport[] {
  return [...new Map(reports.map((report) => [report.runId, report])).values()];
}
