import { isFinal, type TaskState } from '@vocalborn/task';
import type { ActiveTask } from '../api/queries.js';
import type { TaskEvent } from '@vocalborn/client';

/** A task that has not ended, or that ended before one's eyes. */
export interface FollowedTask {
  readonly task_id: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: TaskEvent['step'];
  /** Whether an event told of it; else it is as the table had it. */
  readonly told: boolean;
  readonly worker: string | null;
  readonly since: string | null;
  readonly attempt: number;
}

export interface ActiveState {
  /** The running and the waiting, by their ids, in the order in which they came. */
  readonly open: ReadonlyMap<string, FollowedTask>;
  /** Those that ended lately, the latest first. */
  readonly ended: readonly FollowedTask[];
}

export const nothingFollowed: ActiveState = { open: new Map(), ended: [] };

const mostEnded = 20;

/** Takes the table for what is true, but keeps what events told of a task since. */
export function takeTable(state: ActiveState, tasks: readonly ActiveTask[]): ActiveState {
  const open = new Map<string, FollowedTask>();
  for (const task of tasks) {
    const { task_id, state: now, progress, step, worker } = task;
    const before = state.open.get(task_id);
    const isSame = before?.state === now && before.told && before.progress >= progress;
    const row = { task_id, state: now, progress, step, told: false, worker };
    open.set(task_id, isSame ? before : { ...row, since: task.started_at, attempt: before?.attempt ?? 0 });
  }
  return { ...state, open };
}

/** What happened, one event after the other. An event of an earlier try than the one known comes too late. */
export function takeEvents(state: ActiveState, events: readonly TaskEvent[]): ActiveState {
  const open = new Map(state.open);
  let ended = state.ended;
  for (const event of events) {
    const before = open.get(event.task_id);
    if (before && event.attempt < before.attempt) continue;
    const task = followed(before, event);
    if (isFinal(event.state)) {
      open.delete(event.task_id);
      ended = [task, ...ended.filter((other) => other.task_id !== event.task_id)].slice(0, mostEnded);
    } else {
      open.set(event.task_id, task);
      ended = ended.filter((other) => other.task_id !== event.task_id);
    }
  }
  return { open, ended };
}

function followed(before: FollowedTask | undefined, event: TaskEvent): FollowedTask {
  const { task_id, state, progress, step, attempt, at } = event;
  const begins = before?.since === undefined || before.since === null || before.attempt !== attempt || isFinal(state);
  return {
    ...{ task_id, state, progress, step, attempt, told: true },
    worker: event.worker ?? (state === 'PENDING' ? null : (before?.worker ?? null)),
    since: begins ? at : before.since,
  };
}

/** The running ones, the one that is furthest first; then those that wait. */
export function split({ open }: ActiveState): { readonly running: FollowedTask[]; readonly waiting: FollowedTask[] } {
  const all = [...open.values()];
  return {
    running: all.filter((task) => task.state === 'PROCESSING').toSorted((a, b) => b.progress - a.progress),
    waiting: all.filter((task) => task.state !== 'PROCESSING'),
  };
}
