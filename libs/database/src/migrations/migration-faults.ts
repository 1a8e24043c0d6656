import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a statement may not do while apps of the version before run, as a pattern, and what to do instead. */
const rules: readonly (readonly [RegExp, string])[] = [
  [/^create (unique )?index (?!concurrently)/, 'blocks writers: create index concurrently'],
  [/^drop index (?!concurrently)/, 'blocks readers: drop index concurrently'],
  [
    /\bset not null\b/,
    'reads the whole table under a lock: add a check constraint not valid, validate it, then set it',
  ],
  [/\badd column \S+ \S+ not null(?!.*\bdefault\b)/, 'fails on stored rows: give the column a default'],
  [/\balter column \S+ (set data )?type\b/, 'rewrites the table under a lock: add a column and fill it'],
  [/\badd (constraint \S+ )?(check|foreign key)(?!.*\bnot valid\b)/, 'reads the table under a lock: add it not valid'],
];

/** What takes something away that apps of the version before still use. */
const removal = /^(drop (table|column|view)|alter table .*\b(drop column|rename))\b/;

/** Migrations that remove what no running version uses any more say so in their name. */
const contractName = /^Contract/;

/**
 * Finds statements of a migration that block running apps or break those of the version before. A table that the migration
 * itself creates is free.
 * @returns one sentence per fault
 */
export async function migrationFaults(migration: MigrationInterface): Promise<string[]> {
  const queries: string[] = [];
  await migration.up({ query: (sql: string) => Promise.resolve(queries.push(sql)) } as unknown as QueryRunner);
  const statements = queries.flatMap(statementsOf);
  const own = new Set(statements.flatMap((statement) => /^create table (\S+)/.exec(statement)?.[1] ?? []));
  const onOthers = statements.filter((statement) => !own.has(tableOf(statement)));
  const faults = onOthers.flatMap((statement) =>
    rules.filter(([pattern]) => pattern.test(statement)).map(([, advice]) => `"${statement.slice(0, 60)}" ${advice}`),
  );
  if (!contractName.test(migration.name ?? ''))
    faults.push(...onOthers.filter((each) => removal.test(each)).map((each) => `"${each.slice(0, 60)}" ${contract}`));
  if (statements.some((each) => each.includes('concurrently'))) faults.push(...faultsOfConcurrent(migration, queries));
  return faults;
}

const contract = 'breaks the version before: remove it one release later, in a migration named Contract…';

function faultsOfConcurrent(migration: MigrationInterface, queries: readonly string[]): string[] {
  const inOneQuery = queries.some((query) => query.includes('concurrently') && statementsOf(query).length > 1);
  return [
    ...(migration.transaction === false ? [] : ['concurrently needs `transaction = false`']),
    ...(inOneQuery ? ['concurrently needs a query of its own'] : []),
  ];
}

const statementsOf = (sql: string): string[] =>
  sql
    .toLowerCase()
    .replaceAll(/--.*$/gm, '')
    .split(';')
    .map((statement) => statement.replaceAll(/\s+/g, ' ').trim())
    .filter((statement) => statement !== '');

const tableOf = (statement: string): string =>
  / on (?:only )?(\S+)|^alter table (\S+)/.exec(statement)?.slice(1).find(Boolean) ?? '';
