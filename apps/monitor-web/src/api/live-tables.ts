import { useQuery } from '@tanstack/react-query';
import { taskName, type StepName, type TaskState } from '@vocalborn/task';
import { post, request, type ApiError } from './request.js';

export interface WorkerRow {
  readonly name: string;
  readonly status: 'online' | 'offline';
  /** It finishes what runs and takes nothing new. */
  readonly stopping: boolean;
  readonly active: number;
  readonly active_task_ids: readonly string[];
  readonly concurrency: number;
  readonly processed: number;
  readonly failed: number;
  readonly retried: number;
  readonly load_average: readonly number[];
  readonly memory_bytes: number;
  readonly memory_limit_bytes: number;
  readonly cpu_percent: number;
  readonly recycles: number;
  /** Unless closed, the ai-service fails and tasks wait for it; absent from a monitor of an earlier version. */
  readonly ai_service_circuit?: 'closed' | 'half-open' | 'open' | 'unknown';
  readonly ai_service_up?: boolean | null;
  readonly version: string;
  readonly node_version: string;
  readonly started_at: string;
  readonly last_seen_at: string;
}

export interface QueueRow {
  readonly queue: string;
  readonly pending: number;
  readonly active: number;
  readonly waiting_for_retry: number;
  readonly workers: number;
  readonly throughput_per_minute: number;
}

export interface ActiveTask {
  readonly task_id: string;
  readonly state: TaskState;
  readonly progress: number;
  readonly step: StepName;
  readonly worker: string | null;
  readonly started_at: string | null;
}

export const useWorkers = () =>
  useQuery<{ readonly workers: readonly WorkerRow[] }, ApiError>({
    queryKey: ['live', 'workers'],
    queryFn: () => request('/api/live/workers'),
  });

export const useQueues = () =>
  useQuery<{ readonly queues: readonly QueueRow[] }, ApiError>({
    queryKey: ['live', 'queues'],
    queryFn: () => request('/api/live/queues'),
  });

export const useActiveTasks = () =>
  useQuery<{ readonly tasks: readonly ActiveTask[] }, ApiError>({
    queryKey: ['live', 'tasks'],
    queryFn: () => request('/api/live/tasks'),
  });

export type WorkerAction = 'shutdown' | 'pool/restart' | 'pool/grow' | 'pool/shrink';

export const commandWorker = (action: WorkerAction, name: string): Promise<{ message: string }> =>
  post(
    `/api/worker/${action}/${encodeURIComponent(name)}`,
    action === 'pool/grow' || action === 'pool/shrink' ? { n: 1 } : {},
  );

export const limitTime = (name: string, soft: number | null, hard: number): Promise<{ message: string }> =>
  post(`/api/task/timeout/${taskName}`, { workername: name, hard, ...(soft === null ? {} : { soft }) });
