import { Injectable } from '@nestjs/common';
import type { HistoryEntry } from '@vocalborn/task-ledger';
import { filter, map, share, type Observable } from 'rxjs';
import { PublishedEvents } from './published-events.js';
import { TaskTimes, type EndedTimes } from './task-times.js';

/** A state change of a task with the times that it ends. */
export type TimedEvent = EndedTimes & { readonly entry: HistoryEntry };

/** Every state change of every task from the start of this process on. Steps within an attempt are left out. */
@Injectable()
export class TimedEvents {
  readonly events: Observable<TimedEvent>;

  constructor(published: PublishedEvents) {
    const times = new TaskTimes();
    this.events = published.entries.pipe(
      filter(({ status, step }) => status !== 'PROCESSING' || step === 'initialising'),
      map((entry) => ({ entry, ...times.see(entry) })),
      share(),
    );
  }
}
