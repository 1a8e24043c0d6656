import { isFinal, type TaskState } from '@vocalborn/task';
import type { ActiveTask } from '../api/queries.js';
import type { TaskEvent } from '@vocalborn/client';

/** A task on the page: unfinished, or ended while the page was open. */
export interface FollowedTask {
  readonly task_id: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: TaskEvent['step'];
  /** Whether the latest values come from an event; false when they come from the table. */
  readonly isFromEvent: boolean;
  readonly worker: string | null;
  readonly since: string | null;
  readonly attempt: number;
}

export interface ActiveState {
  /** Unfinished tasks by id, in order of arrival. */
  readonly open: ReadonlyMap<string, FollowedTask>;
  /** Tasks that ended, the latest first. */
  readonly ended: readonly FollowedTask[];
}

export const nothingFollowed: ActiveState = { open: new Map(), ended: [] };

const maxEnded = 20;

/** Replaces the unfinished tasks by the rows of the table. A row does not overwrite newer values from an event. */
export function takeTable(state: ActiveState, tasks: readonly ActiveTask[]): ActiveState {
  const open = new Map<string, FollowedTask>();
  for (const task of tasks) {
    const { task_id, state: now, progress, step, attempt, worker } = task;
    const before = state.open.get(task_id);
    const isNewer = before?.isFromEvent && isAhead(before, task);
    const row = { task_id, state: now, progress, step, attempt, isFromEvent: false, worker };
    open.set(task_id, isNewer ? before : { ...row, since: task.started_at });
  }
  return { ...state, open };
}

/** Applies events in order. Ignores events of an earlier attempt and duplicates that follow the end of a task. */
export function takeEvents(state: ActiveState, events: readonly TaskEvent[]): ActiveState {
  const open = new Map(state.open);
  let ended = state.ended;
  for (const event of events) {
    const before = open.get(event.task_id);
    if (before && event.attempt < before.attempt) continue;
    const last = ended.find(({ task_id: id }) => id === event.task_id);
    if (last && isLate(event, last)) continue;
    const task = followed(before, event);
    if (isFinal(event.state)) {
      open.delete(event.task_id);
      ended = [task, ...ended.filter((other) => other.task_id !== event.task_id)].slice(0, maxEnded);
    } else {
      open.set(event.task_id, task);
      ended = ended.filter((other) => other.task_id !== event.task_id);
    }
  }
  return { open, ended };
}

/** Whether a known task is at least as far as a row of the table. Attempts and, within one, progress only grow. */
const isAhead = (known: FollowedTask, row: ActiveTask): boolean =>
  known.attempt > row.attempt ||
  (known.attempt === row.attempt && known.state === row.state && known.progress >= row.progress);

/** Whether an event is older than the end of its task. A rerun starts with PENDING and keeps the number of the attempt. */
function isLate(event: TaskEvent, ended: FollowedTask): boolean {
  if (event.attempt !== ended.attempt) return event.attempt < ended.attempt;
  return event.state !== 'PENDING' && (event.state === ended.state || !isFinal(event.state));
}

function followed(before: FollowedTask | undefined, event: TaskEvent): FollowedTask {
  const { task_id, state, progress, step, attempt, at } = event;
  const begins = before?.since === undefined || before.since === null || before.attempt !== attempt || isFinal(state);
  return {
    ...{ task_id, state, progress, step, attempt, isFromEvent: true },
    worker: event.worker ?? (state === 'PENDING' ? null : (before?.worker ?? null)),
    since: begins ? at : before.since,
  };
}

/** Separates running tasks, sorted by descending progress, from waiting tasks. */
export function split({ open }: ActiveState): { readonly running: FollowedTask[]; readonly waiting: FollowedTask[] } {
  const all = [...open.values()];
  return {
    running: all.filter((task) => task.state === 'PROCESSING').toSorted((a, b) => b.progress - a.progress),
    waiting: all.filter((task) => task.state !== 'PROCESSING'),
  };
}
