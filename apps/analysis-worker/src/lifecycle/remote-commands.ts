import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { CommandListener, type Command } from '@vocalborn/worker-control';
import type { Supervisor } from '../supervision/supervisor.js';
import type { Heartbeat } from './heartbeat.js';

export interface RemoteCommandsOptions {
  readonly resultBackendUrl: string;
  readonly name: string;
  readonly logger: Logger;
}

/** Seconds by which the hard limit must lie beyond the soft one: what a try gets to end by itself. */
const lastSeconds = 5;

/** How recent the report must be that questions are answered from. */
const recentSeconds = 30;

/** Does what operators ask of this worker through Redis. What it throws is the answer that they get. */
@Injectable()
export class RemoteCommands implements OnApplicationBootstrap, OnApplicationShutdown {
  #listener: CommandListener | undefined;

  constructor(
    private readonly options: RemoteCommandsOptions,
    private readonly supervisor: Supervisor,
    private readonly heartbeat: Pick<Heartbeat, 'told'>,
  ) {}

  onApplicationBootstrap(): void {
    const { resultBackendUrl, name, logger } = this.options;
    this.#listener = CommandListener.listen({
      url: resultBackendUrl,
      name,
      obey: (command) => this.obey(command),
      onError: (error) => logger.debug({ err: error }, 'commands cannot be heard now'),
    });
  }

  onApplicationShutdown(): void {
    this.#listener?.close();
  }

  private obey(command: Command): unknown {
    const { command: name, ...details } = command;
    if (!readOnly.has(name)) this.options.logger.warn({ command: name, ...details }, 'an operator asks');
    switch (command.command) {
      case 'ping':
        return 'pong';
      case 'active':
        return this.supervisor.latest(recentSeconds)?.active ?? [];
      case 'reserved':
        return this.supervisor.latest(recentSeconds)?.reserved ?? [];
      case 'stats':
        return this.heartbeat.told;
      case 'shutdown':
        // After the answer is on its way: a stopping process hears nothing and says nothing.
        setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
        return 'shutting down when the running tasks are finished';
      case 'pool_restart':
        this.supervisor.recycle('an operator asks for it');
        return 'reload started';
      case 'pool_grow':
        return this.resize(this.supervisor.pool.concurrency + command.n);
      case 'pool_shrink':
        return this.resize(this.supervisor.pool.concurrency - command.n);
      case 'time_limit':
        return this.limit(command.soft, command.hard);
    }
  }

  private resize(concurrency: number): string {
    this.supervisor.resize(concurrency);
    return `the pool has ${concurrency} slots`;
  }

  private limit(soft: number | null, hard: number): string {
    if (soft !== null && soft >= hard) throw new RangeError('the soft limit must be less than the hard one');
    this.supervisor.limit({
      softLimitSeconds: soft ?? hard,
      hardLimitSeconds: soft === null ? hard + lastSeconds : hard,
    });
    return 'time limits set successfully';
  }
}

const readOnly: ReadonlySet<Command['command']> = new Set(['ping', 'active', 'reserved', 'stats']);
