import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { connectResultCache, type Redis } from '@vocalborn/task-meta';
import { heartbeatSeconds, offlineAfterSeconds, sendHeartbeat, signOff } from '@vocalborn/worker-control';
import { loadavg } from 'node:os';
import type { Supervisor } from '../supervision/supervisor.js';

export interface HeartbeatOptions {
  readonly resultBackendUrl: string;
  readonly name: string;
  readonly concurrency: number;
  readonly logger: Logger;
}

/** Tells the registry, every two seconds, that this worker lives and what it is doing. */
@Injectable()
export class Heartbeat implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #startedAt = new Date().toISOString();
  #redis: Redis | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly options: HeartbeatOptions,
    private readonly supervisor: Supervisor,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { resultBackendUrl, name, logger } = this.options;
    const lost = (error: Error): void => logger.warn({ err: error }, 'the worker registry is away');
    this.#redis = await connectResultCache(resultBackendUrl, `${name}:heartbeat`, lost);
    this.#timer = setInterval(() => void this.beat(), heartbeatSeconds * 1000);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#redis) return;
    await signOff(this.#redis, this.options.name).catch(() => undefined);
    this.#redis.disconnect();
  }

  private async beat(): Promise<void> {
    const child = this.supervisor.latest(offlineAfterSeconds);
    if (!child || !this.#redis) return;
    const { name, concurrency } = this.options;
    const { active, processed, failed, retried, memoryBytes } = child;
    await sendHeartbeat(this.#redis, {
      name,
      concurrency,
      pid: process.pid,
      active,
      processed,
      failed,
      retried,
      memoryBytes: memoryBytes + process.memoryUsage.rss(),
      loadAverage: loadavg(),
      startedAt: this.#startedAt,
    }).catch(() => undefined);
  }
}
