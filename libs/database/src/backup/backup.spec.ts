import { freshDatabase, runSql, temporaryFolder } from '@vocalborn/system-harness';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { connectDatabase } from '../connect.js';
import { migrate } from '../migrate.js';
import { seed } from '../seed/seed.js';
import { backUp } from './back-up.js';
import { compareWithBackup, restore } from './restore.js';
import { createScratch, dropScratch, wipeScratch } from './scratch.js';

async function filledDatabase(): Promise<string> {
  const url = await freshDatabase();
  const database = await connectDatabase({ url, poolSize: 2, applicationName: 'test' });
  await migrate(database);
  await seed(database);
  const noted = `insert into operator_actions (actor, action, target, details) values ('a', 'b', E'tab\\tand\\\\', $1)`;
  for (let n = 0; n < 3; n += 1) await database.query(noted, [{ n, text: '很好\n"' }]);
  await database.close();
  return url;
}

describe('a backup', () => {
  it('brings every table back to the letter, and identities go on where they were', async () => {
    const url = await filledDatabase();
    const { path } = temporaryFolder('backup');
    const manifest = await backUp(url, join(path, 'one'));
    expect(manifest.tables.find(({ table }) => table === 'operator_actions')?.rows).toBe(3);
    const scratch = await createScratch(url);
    await restore(join(path, 'one'), scratch);
    const compared = await compareWithBackup(manifest, scratch);
    expect(compared.length).toBeGreaterThan(12);
    expect(compared.filter(({ same }) => !same)).toEqual([]);
    const insert = `insert into operator_actions (actor, action, target) values ('a', 'b', 'c') returning action_id`;
    expect(await runSql(scratch, insert)).toEqual([{ action_id: '4' }]);
    expect((await compareWithBackup(manifest, scratch)).filter(({ same }) => !same)).toHaveLength(1);
    await dropScratch(url, scratch);
  });

  it('that was damaged is found out', async () => {
    const url = await filledDatabase();
    const folder = join(temporaryFolder('backup').path, 'one');
    const manifest = await backUp(url, folder);
    const file = join(folder, 'operator_actions.copy.gz');
    const text = gunzipSync(await readFile(file)).toString();
    await writeFile(file, gzipSync(text.replace('很好', '不好')));
    const scratch = await createScratch(url);
    await restore(folder, scratch);
    const wrong = (await compareWithBackup(manifest, scratch)).filter(({ same }) => !same);
    expect(wrong.map(({ table }) => table)).toEqual(['operator_actions']);
    await dropScratch(url, scratch);
  });

  it('is never restored over what is there, and only scratch databases are wiped', async () => {
    const url = await filledDatabase();
    const folder = join(temporaryFolder('backup').path, 'one');
    await backUp(url, folder);
    await expect(restore(folder, url)).rejects.toThrow('not empty');
    await expect(wipeScratch(url)).rejects.toThrow('not a scratch database');
    await expect(dropScratch(url, url)).rejects.toThrow('no scratch database');
    await expect(backUp(url, folder)).rejects.toThrow('EEXIST');
  });
});
