import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ApiError, dataOf, monitor } from '@vocalborn/client';
import type { KpiName } from '@vocalborn/monitoring-rules';
import { client } from './client.js';

export type ActiveTask = monitor.ActiveTaskDto;
export type Alerts = monitor.AlertsDto;
export type AlertRule = monitor.AlertRuleDto;
export type AuditAction = monitor.NotedActionDto;
export type HistoryEntry = monitor.HistoryEntryDto;
export type KpisNow = monitor.KpisDto;
export type PastAlert = monitor.PastAlertDto;
export type Point = monitor.SeriesDto['points'][number];
export type QueueRow = monitor.QueueDto;
export type ResultSummary = monitor.ResultSummaryDto;
export type RetryRule = monitor.RetryRuleDto;
export type TaskPage = monitor.TaskPageDto;
export type TaskRow = monitor.TaskRowDto;
export type TaskWithHistory = monitor.TaskWithHistoryDto;
export type WorkerRow = monitor.WorkerDto;

/** Search fields for tasks, named as in the API. */
export type TaskQuery = Omit<NonNullable<monitor.ListTaskPageData['query']>, 'limit' | 'cursor'>;

/** Time windows of the figures. */
export const windows = ['15m', '1h', '24h', '7d', '30d'] as const;
export type Window = (typeof windows)[number];

/** Query keys of the answers. Invalidating a prefix invalidates every key that starts with it. */
export const queryKeys = {
  me: ['me'],
  alerts: ['alerts'],
  silences: ['alerts', 'silences'],
  kpis: ['kpis'],
  series: ['series'],
  taskCounts: ['task-counts'],
  workers: ['live', 'workers'],
  queues: ['live', 'queues'],
  activeTasks: ['live', 'tasks'],
  retryPolicy: ['retry-policy'],
  audit: (target: string) => ['audit', target],
  task: (taskId: string) => ['task', taskId],
  taskPage: (query: TaskQuery | null, cursor: string | null) => ['tasks', query, cursor],
} as const;

export const useMe = () =>
  useQuery<monitor.MeDto, ApiError>({
    queryKey: queryKeys.me,
    queryFn: () => dataOf(monitor.readMe({ client })),
    staleTime: Infinity,
  });

/** Whether the caller may act. Otherwise the pages hide the buttons of actions. */
export const useMayAct = (): boolean => useMe().data?.may_act ?? false;

export const useWorkers = () =>
  useQuery<monitor.WorkersDto, ApiError>({
    queryKey: queryKeys.workers,
    queryFn: () => dataOf(monitor.listWorkers({ client })),
  });

export const useQueues = () =>
  useQuery<monitor.QueuesDto, ApiError>({
    queryKey: queryKeys.queues,
    queryFn: () => dataOf(monitor.listQueues({ client })),
  });

export const useActiveTasks = () =>
  useQuery<monitor.ActiveTasksDto, ApiError>({
    queryKey: queryKeys.activeTasks,
    queryFn: () => dataOf(monitor.listActiveTasks({ client })),
  });

/** Tasks per page. */
const pageSize = 50;

/** @param query null disables the request */
export const useTaskPage = (query: TaskQuery | null, cursor: string | null) =>
  useQuery<TaskPage, ApiError>({
    enabled: query !== null,
    queryKey: queryKeys.taskPage(query, cursor),
    queryFn: () => {
      const search = { ...query, limit: pageSize, ...(cursor === null ? {} : { cursor }) };
      return dataOf(monitor.listTaskPage({ client, query: search }));
    },
    placeholderData: keepPreviousData,
  });

export const useTaskCounts = () =>
  useQuery<monitor.TaskCountsDto, ApiError>({
    queryKey: queryKeys.taskCounts,
    queryFn: () => dataOf(monitor.countTasks({ client })),
  });

export const useTask = (taskId: string) =>
  useQuery<TaskWithHistory, ApiError>({
    queryKey: queryKeys.task(taskId),
    queryFn: () => dataOf(monitor.readTaskHistory({ client, path: { task_id: taskId } })),
  });

export const useKpis = (window: Window) =>
  useQuery<KpisNow, ApiError>({
    queryKey: [...queryKeys.kpis, window],
    queryFn: () => dataOf(monitor.readKpis({ client, query: { window } })),
    placeholderData: keepPreviousData,
  });

/** All figures of an answer by name. */
export const valuesOf = ({ tasks, queue, workers, redis }: KpisNow): Partial<Record<KpiName, number | null>> => ({
  ...tasks,
  ...queue,
  ...workers,
  ...redis,
});

const series = (window: Window) => ({
  queryKey: [...queryKeys.series, window],
  queryFn: () => dataOf(monitor.readKpiSeries({ client, query: { window } })),
});

export const useSeries = (window: Window) =>
  useQuery<monitor.SeriesDto, ApiError>({ ...series(window), placeholderData: keepPreviousData });

/** The last 15 minutes, one point per minute. */
export const useLatestMinutes = () => useQuery<monitor.SeriesDto, ApiError>(series('15m'));

/** Returns null for 404, the answer of a monitor without alerts. Throws any other error. */
const orNull = (error: unknown): null => {
  if (error instanceof ApiError && error.status === 404) return null;
  throw error;
};

export const useAlerts = () =>
  useQuery<Alerts | null, ApiError>({
    queryKey: queryKeys.alerts,
    queryFn: () => dataOf(monitor.readAlerts({ client })).catch(orNull),
  });

export const useSilences = () =>
  useQuery<monitor.SilencesDto | null, ApiError>({
    queryKey: queryKeys.silences,
    queryFn: () => dataOf(monitor.listSilences({ client })).catch(orNull),
  });

export const useRetryPolicy = () =>
  useQuery<monitor.RetryPolicyDto, ApiError>({
    queryKey: queryKeys.retryPolicy,
    queryFn: () => dataOf(monitor.readRetryPolicy({ client })),
    staleTime: Infinity,
  });

const auditPageSize = 50;

/** Audit log, the latest action first. @param target id of a task, name of a worker or alert; empty for all */
export const useAudit = (target: string) =>
  useInfiniteQuery<monitor.AuditDto, ApiError, readonly AuditAction[], readonly unknown[], string | null>({
    queryKey: queryKeys.audit(target),
    queryFn: ({ pageParam: before }) => {
      const fields = { ...(target === '' ? {} : { target }), ...(before === null ? {} : { before }) };
      return dataOf(monitor.listAudit({ client, query: { ...fields, limit: auditPageSize } }));
    },
    initialPageParam: null,
    getNextPageParam: ({ actions }) => (actions.length < auditPageSize ? null : (actions.at(-1)?.action_id ?? null)),
    select: ({ pages }) => pages.flatMap((page) => page.actions),
  });
