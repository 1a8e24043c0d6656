import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { openAlerts, presentSilences } from '@vocalborn/monitor-store';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { map, merge, share, timer, type Observable } from 'rxjs';
import { QueueTable } from '../queues/queue-table.js';
import { workerRow } from '../workers/worker.dto.js';
import { Workers } from '../workers/workers.js';
import { tableChanges, type TableMessage } from './table-changes.js';

/** The interval at which workers report. */
const readEveryMs = 2_000;
const figuresEveryMs = 10_000;

type TableName = 'workers' | 'queues' | 'alerts';

export type UpdateMessage = TableMessage<TableName> | { readonly type: 'figures'; readonly data: object };

/**
 * The messages that no event of a task causes: changed rows of workers, queues and alerts, tables that cannot be read,
 * and the time to read the figures again. The tables are read once for all listeners, and only while there are any.
 */
@Injectable()
export class LiveUpdates {
  readonly messages: Observable<UpdateMessage>;

  constructor(
    private readonly database: Database,
    workers: Workers,
    queues: QueueTable,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.messages = merge(
      this.changesOf('workers', async () => ({ workers: (await workers.list()).map(workerRow) })),
      this.changesOf('queues', () => queues.read()),
      this.changesOf('alerts', () => this.alerts()),
      timer(figuresEveryMs, figuresEveryMs).pipe(map(() => ({ type: 'figures', data: {} }) as const)),
    ).pipe(share());
  }

  private changesOf(table: TableName, read: () => Promise<object>): Observable<UpdateMessage> {
    const onError = (error: unknown): void =>
      this.logger.debug({ err: error, table }, 'a live table cannot be read now');
    return tableChanges(table, { read, everyMs: readEveryMs, onError });
  }

  private async alerts() {
    const [open, silences] = await Promise.all([openAlerts(this.database), presentSilences(this.database)]);
    return {
      alerts: open.map(({ name, severity, state, since }) => ({ name, severity, state, since })),
      silences: silences.map(({ name, until }) => ({ name, until })),
    };
  }
}
