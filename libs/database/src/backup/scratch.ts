import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { databaseNameOf, withDatabaseName } from '../postgres-url.js';
import { openClient } from './tables.js';

/** How names of scratch databases begin: only such are ever dropped. */
const scratchPrefix = 'vocalborn_drill_';

/** Makes an empty database beside the given one, on the same server. @returns its URL */
export async function createScratch(url: string): Promise<string> {
  const name = `${scratchPrefix}${randomUUID().replaceAll('-', '').slice(0, 16)}`;
  await onServer(url, `create database ${pg.escapeIdentifier(name)}`);
  return withDatabaseName(url, name);
}

/** Drops a scratch database with all that is in it. @throws Error for any other database */
export async function dropScratch(url: string, scratchUrl: string): Promise<void> {
  const name = databaseNameOf(scratchUrl);
  if (!name.startsWith(scratchPrefix)) throw new Error(`${name} is no scratch database`);
  await onServer(url, `drop database if exists ${pg.escapeIdentifier(name)} with (force)`);
}

/** Empties a scratch database, as a disaster would. */
export async function wipeScratch(scratchUrl: string): Promise<void> {
  if (!databaseNameOf(scratchUrl).startsWith(scratchPrefix)) throw new Error('not a scratch database');
  const client = await openClient(scratchUrl);
  try {
    await client.query('drop schema public cascade');
    await client.query('create schema public');
  } finally {
    await client.end();
  }
}

async function onServer(url: string, statement: string): Promise<void> {
  const client = await openClient(url);
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
