import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { openAlerts, presentSilences } from '@vocalborn/monitor-store';
import type { Logger } from '@vocalborn/observability';
import { map, merge, share, timer, type Observable } from 'rxjs';
import { LOGGER } from '../connections/tokens.js';
import { LiveTables } from '../live/live-tables.js';
import { tableChanges, type TableMessage } from './table-changes.js';

/** As often as a worker reports. */
const lookEveryMs = 2_000;
const figuresEveryMs = 10_000;

type TableName = 'workers' | 'queues' | 'alerts';

export type PulseMessage = TableMessage<TableName> | { readonly type: 'figures'; readonly data: object };

/**
 * What changes without an event of a task: workers and queues with their new rows, alerts with their states, which of
 * these cannot be read, and the time to read figures anew. Read only while somebody listens, and once for all who do.
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

  private changesOf(table: TableName, read: () => Promise<object>): Observable<PulseMessage> {
    const onError = (error: unknown): void =>
      this.logger.debug({ err: error, table }, 'what listeners follow cannot be read now');
    return tableChanges(table, { read, everyMs: lookEveryMs, onError });
  }

  private async alerts() {
    const [open, silences] = await Promise.all([openAlerts(this.database), presentSilences(this.database)]);
    return {
      alerts: open.map(({ name, severity, state, since }) => ({ name, severity, state, since })),
      silences: silences.map(({ name, until }) => ({ name, until })),
    };
  }
}
