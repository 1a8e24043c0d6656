import { freshDatabase, runSql } from '@vocalborn/system-harness';
import type pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { columnsOf, digestTables, listTables, openClient } from './tables.js';

let url: string;
let client: pg.Client;
beforeEach(async () => {
  url = await freshDatabase();
  client = await openClient(url);
});
afterEach(() => client.end());

const digestOf = async (name: string) => (await digestTables(client)).find(({ table }) => table === name);

describe('the list of the tables', () => {
  it('names a table after those that it refers to, and has neither views nor other schemas', async () => {
    await client.query(`
      create table c (id int primary key);
      create table b (id int primary key references c);
      create table a (id int primary key references b, c int references c);
      create view v as select * from a;
      create schema other;
      create table other.d (id int)`);
    expect(await listTables(client)).toEqual(['c', 'b', 'a']);
  });

  it('has a table that refers to itself, and one that refers twice to another', async () => {
    await client.query(`
      create table z (id int primary key, parent int references z);
      create table y (one int references z, two int references z)`);
    expect(await listTables(client)).toEqual(['z', 'y']);
  });

  it('has names that need quotes', async () => {
    await client.query(`create table "Odd ""name""; --" ("a b" int primary key); create table "order" (id int)`);
    expect(await listTables(client)).toEqual(['Odd "name"; --', 'order']);
    expect(await columnsOf(client, 'Odd "name"; --')).toEqual(['"a b"']);
    expect((await digestTables(client)).map(({ rows }) => rows)).toEqual([0, 0]);
  });

  it('is refused for tables that refer to each other in a circle, with their names', async () => {
    await client.query(`
      create table free (id int primary key);
      create table a (id int primary key);
      create table b (id int primary key references a);
      alter table a add foreign key (id) references b`);
    await expect(listTables(client)).rejects.toThrow('in a circle: a, b');
  });

  it('is empty in an empty database', async () => {
    expect(await listTables(client)).toEqual([]);
    expect(await digestTables(client)).toEqual([]);
  });
});

describe('the columns of a table', () => {
  it('are those with values of their own, in order, without dropped and generated ones', async () => {
    await client.query(`
      create table t (z int, gone int, "Upper" text, double int generated always as (z * 2) stored,
        id bigint generated always as identity);
      alter table t drop column gone;
      alter table t add column a int`);
    expect(await columnsOf(client, 't')).toEqual(['"z"', '"Upper"', '"id"', '"a"']);
  });
});

describe('the digest of a table', () => {
  beforeEach(() => client.query('create table t (n int, text text)'));

  it.each([
    ['other order', `insert into t values (2, 'b'), (1, 'a')`, true],
    ['another value', `insert into t values (1, 'a'), (2, 'c')`, false],
    ['exchanged values', `insert into t values (1, 'b'), (2, 'a')`, false],
    ['a missing row', `insert into t values (1, 'a')`, false],
    ['a row twice', `insert into t values (1, 'a'), (2, 'b'), (2, 'b')`, false],
    ['null instead of a text', `insert into t values (1, 'a'), (2, null)`, false],
  ])('of rows with %s', async (_, insert, same) => {
    await client.query(`insert into t values (1, 'a'), (2, 'b')`);
    const before = await digestOf('t');
    await client.query(`truncate t; ${insert}`);
    expect((await digestOf('t'))?.checksum === before?.checksum).toBe(same);
  });

  it('tells null from an empty text, and no rows from a row of nulls', async () => {
    const digests = [await digestOf('t')];
    for (const values of [`(null, null)`, `(null, '')`]) {
      await client.query(`truncate t; insert into t values ${values}`);
      digests.push(await digestOf('t'));
    }
    expect(digests.map((digest) => digest?.rows)).toEqual([0, 1, 1]);
    expect(new Set(digests.map((digest) => digest?.checksum)).size).toBe(3);
  });
});

describe('a client', () => {
  it('survives the loss of its connection, and fails its next statement', async () => {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const lost = new Promise((resolve) => client.once('end', () => resolve('lost')));
    await runSql(url, `select pg_terminate_backend(${rows[0]?.pid})`);
    expect(await lost).toBe('lost');
    await expect(client.query('select 1')).rejects.toThrow();
  });
});
