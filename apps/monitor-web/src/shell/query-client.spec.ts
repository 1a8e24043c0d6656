import { ApiError } from '@vocalborn/client';
import { expect, it } from 'vitest';
import { createQueryClient } from './query-client.js';

it.each([
  [0, new ApiError(0, ''), true],
  [0, new ApiError(500, ''), true],
  [1, new ApiError(503, ''), true],
  [2, new ApiError(503, ''), false],
  [0, new ApiError(400, ''), false],
  [0, new ApiError(401, ''), false],
  [0, new ApiError(404, ''), false],
  [0, new TypeError('cut off'), true],
])('after %i failures and %s a query is asked again: %s', (count, error, again) => {
  const retry = createQueryClient().getDefaultOptions().queries?.retry as (count: number, error: unknown) => boolean;
  expect(retry(count, error)).toBe(again);
});

it.each([
  [401, ['tasks'], true],
  [403, ['tasks'], false],
  [401, ['me'], false],
])('a refusal by %i of %j asks anew who is signed in: %s', async (status, queryKey, anew) => {
  const client = createQueryClient();
  client.setQueryData(['me'], { name: 'operator' });
  const before = client.getQueryState(['me'])?.data;
  await client.query({ queryKey, queryFn: () => Promise.reject(new ApiError(status, '')) }).catch(() => undefined);
  expect(before).toBeDefined();
  expect(client.getQueryState(['me'])?.data === undefined).toBe(anew);
});
