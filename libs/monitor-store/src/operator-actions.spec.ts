import type { Database } from '@vocalborn/database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freshSchema } from './fixtures/raw-events.js';
import { listActions, noteAction, noteOutcome } from './index.js';

let database: Database;
beforeAll(async () => {
  database = await freshSchema();
});
afterAll(() => database.close());

it('tells who did what to what, when, and how it ended', async () => {
  const first = await noteAction(database, { actor: 'admin', action: 'shutdown', target: 'w@host', details: {} });
  const second = await noteAction(database, { actor: 'op', action: 'pool_grow', target: 'v@host', details: { n: 2 } });
  await noteOutcome(database, first, 'failed', 'no answer');
  expect(await listActions(database, { limit: 10 })).toMatchObject([
    { actionId: second, actor: 'op', action: 'pool_grow', target: 'v@host', details: { n: 2 }, outcome: null },
    { actionId: first, actor: 'admin', outcome: 'failed', message: 'no answer' },
  ]);
  expect(await listActions(database, { limit: 10, before: second })).toHaveLength(1);
  expect(await listActions(database, { limit: 10, target: 'v@host' })).toMatchObject([{ actionId: second }]);
});
