import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { openAlerts, presentSilences } from '@vocalborn/monitor-store';
import type { Logger } from '@vocalborn/observability';
import {
  catchError,
  defer,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  map,
  merge,
  share,
  timer,
  type Observable,
} from 'rxjs';
import { LOGGER } from '../connections/tokens.js';
import { LiveTables } from '../live/live-tables.js';

/** As often as a worker reports. */
const lookEveryMs = 2_000;
const figuresEveryMs = 10_000;

export interface PulseMessage {
  readonly type: 'workers' | 'queues' | 'alerts' | 'figures';
  readonly data: object;
}

/**
 * What changes without an event of a task: workers and queues with their new rows, alerts with their states, and the
 * time to read figures anew. Read only while somebody listens, and once for all who do.
 */
@Injectable()
export class Pulse {
  readonly messages: Observable<PulseMessage>;

  constructor(
    private readonly database: DataSource,
    tables: LiveTables,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.messages = merge(
      this.changesOf('workers', () => tables.workers()),
      this.changesOf('queues', () => tables.queues()),
      this.changesOf('alerts', () => this.alerts()),
      timer(figuresEveryMs, figuresEveryMs).pipe(map(() => ({ type: 'figures', data: {} }) as const)),
    ).pipe(share());
  }

  private changesOf(type: PulseMessage['type'], read: () => Promise<object>): Observable<PulseMessage> {
    const unreadable = (error: unknown): Observable<never> => {
      this.logger.debug({ err: error, type }, 'what listeners follow cannot be read now');
      return EMPTY;
    };
    return timer(0, lookEveryMs).pipe(
      exhaustMap(() => defer(read).pipe(catchError(unreadable))),
      distinctUntilChanged((before, now) => JSON.stringify(before) === JSON.stringify(now)),
      map((data) => ({ type, data })),
    );
  }

  private async alerts() {
    const [open, silences] = await Promise.all([openAlerts(this.database), presentSilences(this.database)]);
    return {
      alerts: open.map(({ name, severity, state, since }) => ({ name, severity, state, since })),
      silences: silences.map(({ name, until }) => ({ name, until })),
    };
  }
}
