import type { MigrationInterface, QueryRunner } from 'typeorm';
import { describe, expect, it } from 'vitest';
import { migrations } from '../migrations.js';
import { migrationFaults } from './migration-faults.js';

/** The last migration of the first release: a database is empty when those up to it run. */
const firstRelease = 'UnusableRecordings1764000026000';

const migration = (queries: readonly string[], rest: Partial<MigrationInterface> = {}): MigrationInterface => ({
  name: 'Sample1',
  up: async (runner: QueryRunner) => {
    for (const query of queries) await runner.query(query);
  },
  down: () => Promise.resolve(),
  ...rest,
});

describe('a migration beside running apps', () => {
  it.each([
    ['create index a on tasks (b)', 'create index concurrently'],
    ['create unique index a on tasks (b)', 'create index concurrently'],
    ['drop index a', 'drop index concurrently'],
    ['alter table tasks alter column a set not null', 'not valid'],
    ['alter table tasks add column a integer not null', 'default'],
    ['alter table tasks alter column a type bigint', 'add a column'],
    ['alter table tasks add constraint a check (b > 0)', 'not valid'],
    ['alter table tasks drop column a', 'Contract'],
    ['alter table tasks rename column a to b', 'Contract'],
    ['drop table tasks', 'Contract'],
  ])('may not "%s"', async (query, advice) => {
    expect((await migrationFaults(migration([query]))).join()).toContain(advice);
  });

  it.each([
    [['alter table tasks add column a integer']],
    [['alter table tasks add column a integer not null default 0']],
    [['alter table tasks add constraint a check (b > 0) not valid']],
    [['create table new (a integer not null); create index b on new (a)']],
    [['-- drop table tasks\nselect 1']],
  ])('may %j', async (queries) => {
    expect(await migrationFaults(migration(queries))).toEqual([]);
  });

  it('builds an index outside a transaction, in a query of its own', async () => {
    const [drop, create] = ['drop index concurrently if exists a', 'create index concurrently a on tasks (b)'];
    expect(await migrationFaults(migration([drop, create], { transaction: false }))).toEqual([]);
    expect(await migrationFaults(migration([drop, create]))).toEqual(['concurrently needs `transaction = false`']);
    const together = await migrationFaults(migration([`${drop}; ${create}`], { transaction: false }));
    expect(together).toEqual(['concurrently needs a query of its own']);
  });

  it('may remove what no version uses, when its name says so', async () => {
    const removes = migration(['alter table tasks drop column a'], { name: 'ContractTasks1' });
    expect(await migrationFaults(removes)).toEqual([]);
  });
});

it('every migration after the first release keeps these rules', async () => {
  const names = migrations.map(({ name }) => name);
  expect(names).toContain(firstRelease);
  for (const Later of migrations.slice(names.indexOf(firstRelease) + 1))
    expect([Later.name, await migrationFaults(new Later())]).toEqual([Later.name, []]);
});
