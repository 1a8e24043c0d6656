import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { RepeatedWork } from '@vocalborn/observability';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { isParentMessage, type ChildMessage, type ParentMessage } from '../messages.js';
import { Admission } from './admission.js';
import { StopNowError } from './attempt-runner.js';
import { Consumer } from './consumer.js';
import { RunningAttempts } from './running-attempts.js';
import { Status } from './status.js';

const statusEveryMs = 1_000;

/**
 * How long changes of the attempts are collected, so that short tasks do not cost a message each. The jobs of a child that is
 * killed meanwhile are found by their locks.
 */
const gatherMs = 20;

/** Time that the tasks of a vanished parent have to be handed back. */
const orphanedMs = 3_000;

/**
 * The child's end of the IPC channel. Reports the status every second and the attempts soon after every change, and
 * follows the parent's messages. Without its parent the child hands back its tasks and exits.
 */
@Injectable()
export class ParentLink implements OnApplicationBootstrap, OnApplicationShutdown {
  /** Resolves with the exit status when the process must end. */
  readonly ended: Promise<number>;
  #end: (exitStatus: number) => void = () => undefined;
  readonly #reports: RepeatedWork;
  #attemptsReport: NodeJS.Timeout | undefined;

  constructor(
    private readonly consumer: Consumer,
    private readonly admission: Admission,
    private readonly attempts: RunningAttempts,
    private readonly queue: AnalysisQueue,
    status: Status,
  ) {
    this.ended = new Promise((resolve) => (this.#end = resolve));
    this.#reports = new RepeatedWork({
      everyMs: statusEveryMs,
      run: async () => send(await status.read()),
      onError: () => undefined,
    });
  }

  onApplicationBootstrap(): void {
    this.attempts.watch(() => {
      this.#attemptsReport ??= setTimeout(() => this.reportAttempts(), gatherMs);
    });
    this.reportAttempts();
    this.#reports.start();
    process.on('message', (message) => {
      if (isParentMessage(message)) this.follow(message);
    });
    process.on('disconnect', () => {
      setTimeout(() => process.exit(1), orphanedMs);
      this.stopNow();
      this.#end(1);
    });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#reports.stop();
    this.reportAttempts();
  }

  private reportAttempts(): void {
    clearTimeout(this.#attemptsReport);
    this.#attemptsReport = undefined;
    send({ type: 'attempts', queueToken: this.queue.token, ...this.attempts.report() });
  }

  private follow(message: ParentMessage): void {
    switch (message.type) {
      case 'slots':
        this.attempts.softLimitMs = message.softLimitMs;
        this.consumer.take(message.slots, message.concurrency);
        return;
      case 'stop-now':
        this.stopNow();
        this.#end(0);
        return;
      case 'stop':
        this.#end(0);
    }
  }

  /** Aborts all attempts, so that their tasks are handed back at once. */
  private stopNow(): void {
    this.admission.close();
    this.attempts.abort(new StopNowError());
  }
}

function send(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}
