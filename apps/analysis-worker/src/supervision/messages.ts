import type { TallyReport } from '../lifecycle/tally.js';

/** What the child tells its parent every second. */
export interface ChildBeat extends TallyReport {
  readonly type: 'beat';
  readonly databaseUp: boolean;
  readonly queueUp: boolean;
  readonly memoryBytes: number;
}

/** What the parent asks of its child: finish what is running and end. */
export interface StopRequest {
  readonly type: 'stop';
}

export function isBeat(message: unknown): message is ChildBeat {
  return (message as { type?: unknown } | null)?.type === 'beat';
}

export function isStop(message: unknown): message is StopRequest {
  return (message as { type?: unknown } | null)?.type === 'stop';
}
