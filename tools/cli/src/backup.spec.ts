import { connectDatabase, migrate, seed } from '@vocalborn/database';
import { freshDatabase, temporaryFolder } from '@vocalborn/system-harness';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { writeBackup } from './backup.js';

let url: string;
beforeAll(async () => {
  url = await freshDatabase();
  const database = await connectDatabase({ url, poolSize: 2, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  await database.close();
});

const backups = temporaryFolder('backups');
const dayMs = 86_400_000;
const nameOf = (daysAgo: number): string =>
  new Date(Date.now() - daysAgo * dayMs)
    .toISOString()
    .replace(/\.\d+Z$/, 'Z')
    .replaceAll(':', '-');

it('writes each backup into a folder of its own, and removes those that are older than asked', async () => {
  const [old, young] = [nameOf(15), nameOf(13)];
  for (const name of [old, young, '2020-notes']) mkdirSync(join(backups.path, name));
  writeFileSync(join(backups.path, old, 'manifest.json'), '{}');
  const written = await writeBackup(url, backups.path, 14);
  expect(written.removed).toEqual([old]);
  expect(written.rows).toBeGreaterThan(0);
  expect(readdirSync(backups.path).toSorted()).toEqual(['2020-notes', young, basename(written.folder)].toSorted());
  expect(readdirSync(written.folder)).toContain('manifest.json');
});

it('keeps every backup when not told to remove any, and when the new one fails', async () => {
  const ancient = nameOf(400);
  mkdirSync(join(backups.path, ancient));
  await expect(writeBackup('postgres://nobody@127.0.0.1:1/none', backups.path, 14)).rejects.toThrow();
  expect((await writeBackup(url, join(backups.path, 'other'), null)).removed).toEqual([]);
  expect(readdirSync(backups.path)).toContain(ancient);
});
