import { seedIds } from '@vocalborn/database';
import { noteAccesses, type Access } from '@vocalborn/personal-data';
import { expect, it } from 'vitest';
import { dropOldAccesses } from './drop-old-rows.js';
import { openStage } from './fixtures/stage.js';

const stage = await openStage();
const { database, dependencies } = stage;

const daysAgo = (days: number): Access => ({
  at: new Date(Date.now() - days * 86_400_000),
  ...{ readerId: seedIds.therapist, role: 'therapist', ownerId: seedIds.patient },
  ...{ kind: 'task', resourceId: null, requestId: null },
});

it('the audit of reads is kept for the days of its setting', async () => {
  await noteAccesses(database, [daysAgo(31), daysAgo(29)]);
  expect(await dropOldAccesses(dependencies)).toBe(0);
  const retention = { taskDays: null, audioDays: null, accessDays: 30 };
  expect(await dropOldAccesses({ ...dependencies, retention })).toBe(1);
  expect(await dropOldAccesses({ ...dependencies, retention })).toBe(0);
  expect(await database.query('select from access_audit')).toHaveLength(1);
});
