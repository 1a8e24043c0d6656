import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { catchUpTaskSearch } from '@vocalborn/task-ledger';

const roundMs = 1_000;

/** Most rounds at a time, so that a monitor that stops does not wait for a long backlog. */
const roundsAtATime = 5;

/** Keeps `task_search` up to date. Several monitors may do it: each event is taken over once. */
@Injectable()
export class TaskSearchRounds implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds: RepeatedWork;

  constructor(database: Database, @Inject(LOGGER) logger: Logger) {
    this.#rounds = new RepeatedWork({
      everyMs: roundMs,
      run: async (signal) => {
        while (!signal.aborted && !(await catchUpTaskSearch(database, roundsAtATime)));
      },
      onError: (error) => logger.warn({ err: error }, 'the search of tasks cannot be brought up to date now'),
    });
  }

  onApplicationBootstrap(): void {
    this.#rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
  }
}
