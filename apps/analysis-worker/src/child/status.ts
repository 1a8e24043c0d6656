import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { checkSchema, connectionCounts, Database } from '@vocalborn/database';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AiServiceProbe } from '../ai-service-client/ai-service-probe.js';
import { CpuClock } from '../host-figures.js';
import type { ChildStatus } from '../messages.js';
import { Admission } from './admission.js';
import { StarvationWatch } from './starvation-watch.js';

/** Resolution of the event loop's measurement; a loop without any delay measures this much. */
const resolutionMs = 10;

/** Reads the status that the child reports to its parent. */
@Injectable()
export class Status implements OnApplicationShutdown {
  readonly #cpu = new CpuClock();
  readonly #eventLoop = monitorEventLoopDelay({ resolution: resolutionMs });

  constructor(
    private readonly database: Database,
    private readonly queue: AnalysisQueue,
    private readonly admission: Admission,
    private readonly aiService: AiServiceProbe,
    private readonly starvation: StarvationWatch,
  ) {
    this.#eventLoop.enable();
  }

  onApplicationShutdown(): void {
    this.#eventLoop.disable();
  }

  /** Asks the database, also for its schema, and the queue; never throws. */
  async read(): Promise<ChildStatus> {
    const [databaseUp, queueUp] = await Promise.all([
      succeeds(checkSchema(this.database)),
      succeeds(this.queue.ping()),
    ]);
    return {
      type: 'status',
      databaseUp,
      queueUp,
      memoryBytes: process.memoryUsage.rss(),
      cpuCores: this.#cpu.coresUsed(),
      eventLoopLagSeconds: this.longestLag(),
      databaseConnections: connectionCounts(this.database),
      reserved: this.admission.report().reserved,
      circuit: this.aiService.circuitState,
      aiServiceUp: this.aiService.up,
      starved: this.starvation.starved,
    };
  }

  private longestLag(): number {
    const seconds = Math.max(0, this.#eventLoop.max / 1e9 - resolutionMs / 1e3);
    this.#eventLoop.reset();
    return seconds;
  }
}

const succeeds = (check: Promise<unknown>): Promise<boolean> =>
  check.then(
    () => true,
    () => false,
  );
