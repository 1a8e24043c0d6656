import type { Logger } from '@vocalborn/observability';
import type { RedisAddress } from '@vocalborn/settings';
import {
  connectRegistry,
  heartbeatSeconds,
  offlineAfterSeconds,
  sendHeartbeat,
  signOff,
  type RedisWithHeartbeat,
  type WorkerReport,
} from '@vocalborn/worker-control';
import { loadavg } from 'node:os';
import {
  coresAvailable,
  CpuClock,
  memoryLimitBytes,
  networkBytes,
  networkName,
  Rate,
  version,
} from '../host-figures.js';
import type { Supervisor } from './supervisor.js';
import type { SupervisedReport } from './worker-report.js';

/** The settings of a heartbeat. */
export interface HeartbeatOptions {
  /** The Redis of the worker registry. */
  readonly registry: RedisAddress;
  readonly name: string;
  readonly maxTasksPerChild: number | null;
  readonly logger: Logger;
}

/** Interval until the child has reported for the first time. */
const untilFirstReportMs = 100;

/** Writes this worker's report to the registry in Redis every two seconds. */
export class Heartbeat {
  readonly #startedAt = new Date().toISOString();
  readonly #cpu = new CpuClock();
  readonly #network = new Rate(networkBytes);
  #latest: WorkerReport | null = null;
  #redis: RedisWithHeartbeat | undefined;
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  constructor(
    private readonly options: HeartbeatOptions,
    private readonly supervisor: Supervisor,
  ) {}

  /** The latest report, even if Redis could not be reached; null before the first one. */
  get latest(): WorkerReport | null {
    return this.#latest;
  }

  /** Connects, waiting a short time for Redis, and sends heartbeats from then on. */
  async start(): Promise<void> {
    const { registry, name, logger } = this.options;
    const lost = (error: Error): void => logger.warn({ err: error }, 'the worker registry cannot be reached');
    this.#redis = await connectRegistry(registry, `${name}:heartbeat`, lost);
    await this.beat();
  }

  /** Signs the worker off. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    if (!this.#redis) return;
    await signOff(this.#redis, this.options.name).catch(() => undefined);
    this.#redis.disconnect();
  }

  private async beat(): Promise<void> {
    const child = this.supervisor.latest(offlineAfterSeconds);
    if (child && this.#redis) {
      const report = this.report(child);
      await sendHeartbeat(this.#redis, report).catch(() => undefined);
      this.#latest = report;
    }
    if (this.#stopped) return;
    this.#timer = setTimeout(() => void this.beat(), this.#latest ? heartbeatSeconds * 1000 : untilFirstReportMs);
  }

  private report(child: SupervisedReport): WorkerReport {
    const { active, reserved, processed, failed, retried, recycles, circuit, aiServiceUp, processes, memoryBytes } =
      child;
    const { concurrency, softLimitSeconds, hardLimitSeconds } = this.supervisor.pool;
    return {
      ...{ active, reserved, processed, failed, retried, recycles, circuit, aiServiceUp, processes, concurrency },
      name: this.options.name,
      pid: process.pid,
      stopping: this.supervisor.stopping,
      cpuCores: child.cpuCores + this.#cpu.coresUsed(),
      cores: coresAvailable(),
      memoryBytes: memoryBytes + process.memoryUsage.rss(),
      memoryLimitBytes: memoryLimitBytes(),
      network: networkName(),
      networkBytesPerSecond: this.#network.perSecond(),
      loadAverage: loadavg(),
      version,
      nodeVersion: process.version,
      maxTasksPerChild: this.options.maxTasksPerChild,
      softTimeLimit: softLimitSeconds,
      hardTimeLimit: hardLimitSeconds,
      startedAt: this.#startedAt,
    };
  }
}
