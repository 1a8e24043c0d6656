import type { Logger } from '@vocalborn/observability';
import type { RedisAddress } from '@vocalborn/settings';
import { CommandListener, type Command } from '@vocalborn/worker-control';
import type { Heartbeat } from './heartbeat.js';
import type { Supervisor } from './supervisor.js';

/** The settings of the remote commands. */
export interface RemoteCommandsOptions {
  /** The Redis of the worker registry, which carries the commands too. */
  readonly registry: RedisAddress;
  readonly name: string;
  readonly logger: Logger;
}

/** Seconds between the soft and the hard limit when only one is given: time for an attempt to end itself. */
const gapSeconds = 5;

/** Oldest report that answers a question. */
const recentSeconds = 30;

/** Executes the commands that operators send to this worker through Redis. An error becomes the answer. */
export class RemoteCommands {
  #listener: CommandListener | undefined;

  constructor(
    private readonly options: RemoteCommandsOptions,
    private readonly supervisor: Supervisor,
    private readonly heartbeat: Pick<Heartbeat, 'latest'>,
  ) {}

  /** Listens for commands from now on. */
  start(): void {
    const { registry, name, logger } = this.options;
    this.#listener = CommandListener.listen({
      address: registry,
      name,
      execute: (command) => this.execute(command),
      onError: (error) => logger.debug({ err: error }, 'commands cannot be received now'),
    });
  }

  stop(): void {
    this.#listener?.close();
  }

  private execute(command: Command): unknown {
    const { command: name, ...details } = command;
    if (!readOnly.has(name)) this.options.logger.warn({ command: name, ...details }, 'command of an operator');
    switch (command.command) {
      case 'ping':
        return 'pong';
      case 'active':
        return this.supervisor.latest(recentSeconds)?.active ?? [];
      case 'reserved':
        return this.supervisor.latest(recentSeconds)?.reserved ?? [];
      case 'stats':
        return this.heartbeat.latest;
      case 'shutdown':
        // Delayed until the answer is sent, because a stopping process sends nothing.
        setTimeout(() => process.kill(process.pid, 'SIGTERM'), 100);
        return 'shutting down when the running tasks are finished';
      case 'pool_restart':
        this.supervisor.recycle('command of an operator');
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
      hardLimitSeconds: soft === null ? hard + gapSeconds : hard,
    });
    return 'time limits set successfully';
  }
}

const readOnly: ReadonlySet<Command['command']> = new Set(['ping', 'active', 'reserved', 'stats']);
