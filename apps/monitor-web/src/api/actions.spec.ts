// @vitest-environment jsdom
import { ApiError } from '@vocalborn/client';
import { beforeEach, describe, expect, it } from 'vitest';
import { problem, serveMonitor } from '../fixtures/monitor.js';
import { actOnTasks, addSilence, commandWorker, endSilence, setTimeLimits } from './actions.js';
import { token } from './client.js';

beforeEach(() => token.forget());

const name = 'worker/1@host';
const path = encodeURIComponent(name);

describe('an action', () => {
  it.each<[string, () => Promise<unknown>, string, object | null]>([
    ['grows a pool', () => commandWorker('pool/grow', name), `POST /api/worker/pool/grow/${path}`, { n: 1 }],
    ['shrinks a pool', () => commandWorker('pool/shrink', name), `POST /api/worker/pool/shrink/${path}`, { n: 1 }],
    ['restarts a pool', () => commandWorker('pool/restart', name), `POST /api/worker/pool/restart/${path}`, null],
    ['shuts a worker down', () => commandWorker('shutdown', name), `POST /api/worker/shutdown/${path}`, null],
    [
      'sets both time limits',
      () => setTimeLimits(name, 60, 90),
      'POST /api/task/timeout/analyze_audio',
      { workername: name, hard: 90, soft: 60 },
    ],
    [
      'sets the hard time limit alone',
      () => setTimeLimits(name, null, 90),
      'POST /api/task/timeout/analyze_audio',
      { workername: name, hard: 90 },
    ],
    [
      'runs tasks again',
      () => actOnTasks('retry', ['a', 'b']),
      'POST /api/tasks/bulk',
      { action: 'retry', task_ids: ['a', 'b'] },
    ],
    [
      'silences an alert',
      () => addSilence('佇列', 15, 'planned'),
      'POST /api/alerts/silences',
      { name: '佇列', minutes: 15, reason: 'planned' },
    ],
    ['ends a silence', () => endSilence('7'), 'DELETE /api/alerts/silences/7', null],
  ])('%s', async (_, act, route, body) => {
    const { asked } = await serveMonitor({ [route]: { message: 'done' } });
    expect(await act()).toEqual({ message: 'done' });
    expect(asked).toMatchObject([{ route, body }]);
  });

  it('carries the token of the administrator, when there is one', async () => {
    const { asked } = await serveMonitor({ 'POST /api/tasks/bulk': {} });
    await actOnTasks('retry', []);
    token.keep('secret');
    await actOnTasks('retry', []);
    expect(asked.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer secret']);
  });

  it('that is refused throws the status and the words of the monitor', async () => {
    await serveMonitor({ 'POST /api/tasks/bulk': problem(403, 'may read only') });
    const refused: unknown = await actOnTasks('revoke', ['a']).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refused).toMatchObject({ status: 403, detail: 'may read only' });
  });
});
