import { QueryClient, QueryObserver, type QueryKey } from '@tanstack/react-query';
import type { MonitorEvents } from '@vocalborn/client';
import { expect, it, vi } from 'vitest';
import { queryKeys } from '../api/queries.js';
import { worker } from '../fixtures/rows.js';
import type { Change } from './event-stream.js';
import { takeChange } from './take-change.js';

const rows = (name: string): MonitorEvents['workers'] => ({ workers: [worker({ name })] });

const change = <Name extends Change['event']>(event: Name, data: MonitorEvents[Name]): Change =>
  ({ id: '1', event, data }) as Change;

/** A page that shows the workers and reads them as told. */
function follow(read: () => Promise<object>) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const queryKey = queryKeys.workers;
  const observer = new QueryObserver(queries, { queryKey, queryFn: read, initialData: rows('old') });
  return { queries, observer, stop: observer.subscribe(() => undefined) };
}

/** A busy machine takes its time. */
const patience = { timeout: 15_000 };

it('lets a table fail that cannot be read, until its rows come again', async () => {
  const { queries, observer, stop } = follow(() => Promise.reject(new Error('away')));
  takeChange(queries, change('unreadable', { table: 'workers' }));
  await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true), patience);
  expect(observer.getCurrentResult().data).toEqual(rows('old'));
  takeChange(queries, change('workers', rows('new')));
  expect(observer.getCurrentResult()).toMatchObject({ isError: false, data: rows('new') });
  stop();
});

it('does not let an answer that was under way overwrite the rows of the stream', async () => {
  let refuse: (error: Error) => void = () => undefined;
  const answers = [new Promise<object>((_, reject) => (refuse = reject)), Promise.resolve(rows('newest'))];
  const { queries, observer, stop } = follow(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  takeChange(queries, change('unreadable', { table: 'workers' }));
  takeChange(queries, change('workers', rows('new')));
  refuse(new Error('away'));
  await vi.waitFor(() => expect(observer.getCurrentResult().fetchStatus).toBe('idle'), patience);
  expect(observer.getCurrentResult()).toMatchObject({ isError: false, data: rows('newest') });
  stop();
});

const kept = [
  ...[queryKeys.workers, queryKeys.queues, queryKeys.alerts, queryKeys.silences, queryKeys.taskCounts],
  ...[
    [...queryKeys.kpis, '1h'],
    [...queryKeys.series, '15m'],
  ],
] as const;

it.each<[Change, readonly QueryKey[]]>([
  [change('alerts', { alerts: [], silences: [] }), [queryKeys.alerts, queryKeys.silences]],
  [
    change('figures', {}),
    [
      queryKeys.alerts,
      queryKeys.silences,
      queryKeys.taskCounts,
      [...queryKeys.kpis, '1h'],
      [...queryKeys.series, '15m'],
    ],
  ],
  [change('unreadable', { table: 'queues' }), [queryKeys.queues]],
  [change('unreadable', { table: 'alerts' }), [queryKeys.alerts, queryKeys.silences]],
  [change('queues', { queues: [] }), []],
])('$event reads anew what may have changed', (message, invalidate) => {
  const queries = new QueryClient();
  for (const key of kept) queries.setQueryData(key, {});
  takeChange(queries, message);
  const stale = kept.filter((key) => queries.getQueryState(key)?.isInvalidated);
  expect(stale.map(String).toSorted()).toEqual(invalidate.map(String).toSorted());
});
