import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, it, vi } from 'vitest';
import { takeChange } from './take-change.js';

/** A page that shows the workers and reads them as told. */
function follow(read: () => Promise<object>) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false, staleTime: Infinity } } });
  const queryKey = ['live', 'workers'];
  const observer = new QueryObserver(queries, { queryKey, queryFn: read, initialData: { workers: ['old'] } });
  return { queries, observer, stop: observer.subscribe(() => undefined) };
}

it('has a table that cannot be read fail, and heals when it is told of again', async () => {
  const { queries, observer, stop } = follow(() => Promise.reject(new Error('away')));
  takeChange(queries, 'unreadable', { table: 'workers' });
  await vi.waitFor(() => expect(observer.getCurrentResult().isError).toBe(true));
  expect(observer.getCurrentResult().data).toEqual({ workers: ['old'] });
  takeChange(queries, 'workers', { workers: ['new'] });
  expect(observer.getCurrentResult()).toMatchObject({ isError: false, data: { workers: ['new'] } });
  stop();
});

it('does not let an answer that was under way overwrite what was told', async () => {
  const answers = [
    new Promise<object>((_, reject) => setTimeout(() => reject(new Error('away')), 20)),
    Promise.resolve({ workers: ['newest'] }),
  ];
  const { queries, observer, stop } = follow(() => answers.shift() ?? Promise.reject(new Error('asked too often')));
  answers[0]?.catch(() => undefined);
  takeChange(queries, 'unreadable', { table: 'workers' });
  takeChange(queries, 'workers', { workers: ['new'] });
  await vi.waitFor(() => expect(observer.getCurrentResult().fetchStatus).toBe('idle'));
  expect(observer.getCurrentResult()).toMatchObject({ isError: false, data: { workers: ['newest'] } });
  stop();
});
