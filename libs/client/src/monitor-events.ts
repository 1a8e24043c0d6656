import type { ServerEvent } from './follow-events.js';
import type { HistoryEntryDto, QueuesDto, WorkersDto } from './generated/monitor/index.js';

/** A state or a step that a task reached, as the monitor's stream tells it. */
export type TaskEvent = Omit<HistoryEntryDto, 'event_id' | 'traceback'> & { readonly task_id: string };

/** Tables whose rows the stream carries. */
export type StreamedTable = 'workers' | 'queues' | 'alerts';

/** The data of each message of `GET /api/events` by the name of the message. */
export interface MonitorEvents {
  readonly task: TaskEvent;
  readonly workers: WorkersDto;
  readonly queues: QueuesDto;
  readonly alerts: {
    readonly alerts: readonly { readonly name: string; severity: string; state: string; since: string }[];
    readonly silences: readonly { readonly name: string; until: string }[];
  };
  readonly figures: object;
  readonly unreadable: { readonly table: StreamedTable };
  readonly gap: { readonly after: string };
  readonly heartbeat: object;
}

/** One message of the monitor's stream; `id` is the number of the last event of a task. */
export type MonitorEvent = {
  readonly [Name in keyof MonitorEvents]: {
    readonly id: string | undefined;
    readonly event: Name;
    readonly data: MonitorEvents[Name];
  };
}[keyof MonitorEvents];

const names: Readonly<Record<keyof MonitorEvents, true>> = {
  task: true,
  workers: true,
  queues: true,
  alerts: true,
  figures: true,
  unreadable: true,
  gap: true,
  heartbeat: true,
};

/** Reads a message of the monitor. @returns null for a message that this version does not know */
export function readMonitorEvent({ id, event, data }: ServerEvent): MonitorEvent | null {
  return Object.hasOwn(names, event) ? ({ id, event, data: JSON.parse(data) as unknown } as MonitorEvent) : null;
}
