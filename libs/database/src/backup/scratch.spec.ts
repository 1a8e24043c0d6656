import { freshDatabase, runSql } from '@vocalborn/system-harness';
import { expect, it } from 'vitest';
import { createScratch, dropScratch, wipeScratch } from './scratch.js';
import { openClient } from './tables.js';

const nameOf = (url: string): string => new URL(url).pathname.slice(1);
const exists = async (url: string, name: string): Promise<boolean> =>
  (await runSql(url, `select 1 from pg_database where datname = '${name}'`)).length > 0;

it('a scratch database lies beside the given one, under a new name each time', async () => {
  const url = await freshDatabase();
  const [one, other] = [await createScratch(`${url}?sslmode=disable`), await createScratch(url)];
  expect(nameOf(one)).toMatch(/^vocalborn_drill_[\da-f]{16}$/);
  expect(nameOf(one)).not.toBe(nameOf(other));
  expect(new URL(one).host).toBe(new URL(url).host);
  expect(new URL(one).search).toBe('?sslmode=disable');
  await Promise.all([one, other].map((scratch) => dropScratch(url, scratch)));
});

it('a wiped scratch database is empty and usable', async () => {
  const url = await freshDatabase();
  const scratch = await createScratch(url);
  await runSql(scratch, 'create table t (id int)');
  await wipeScratch(scratch);
  await runSql(scratch, 'create table t (id int primary key)');
  expect(await runSql(scratch, 'select * from t')).toEqual([]);
  await dropScratch(url, scratch);
});

it('a scratch database is dropped while somebody uses it, and may be dropped twice', async () => {
  const url = await freshDatabase();
  const scratch = await createScratch(url);
  const user = await openClient(scratch);
  await dropScratch(url, scratch);
  expect(await exists(url, nameOf(scratch))).toBe(false);
  await expect(user.query('select 1')).rejects.toThrow();
  await dropScratch(url, scratch);
});

it.each(['postgres', 'drill', 'my_vocalborn_drill_1', 'VOCALBORN_DRILL_1'])(
  'a database named %s is neither dropped nor wiped',
  async (name) => {
    const url = await freshDatabase();
    await expect(dropScratch(url, new URL(`/${name}`, url).href)).rejects.toThrow(`${name} is no scratch database`);
    await expect(wipeScratch(new URL(`/${name}`, url).href)).rejects.toThrow('not a scratch database');
  },
);
