import { temporaryFolder } from '@vocalborn/system-harness';
import { writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { databaseNameOf, readPostgresUrl, withDatabaseName } from './postgres-url.js';

const urlsOf = (url: string): string[] => readPostgresUrl(url).servers.map((server) => server.url);

describe('the URL of a Postgres', () => {
  it('gives each server a URL of its own, with the credentials and the parameters of the driver', () => {
    const url = 'postgres://me:p%40s@s@one:1,two,[::1]:3/voice?application_name=x&target_session_attrs=read-write';
    expect(urlsOf(url)).toEqual(
      ['one:1', 'two', '[::1]:3'].map((host) => `postgres://me:p%40s@s@${host}/voice?application_name=x`),
    );
    expect(readPostgresUrl(url).servers.map(({ name }) => name)).toEqual(['one:1', 'two', '[::1]:3']);
  });

  it.each([
    ['postgres://one/voice', false],
    ['postgres://one/voice?target_session_attrs=primary', true],
    ['postgres://one,two/voice', true],
  ])('%s asks whether a server takes writes: %s', (url, mustTakeWrites) => {
    expect(readPostgresUrl(url)).toMatchObject({ mustTakeWrites });
  });

  it.each([
    ['postgres://one/voice', null],
    ['postgres://one/voice?sslmode=disable&sslrootcert=/no/such/file', null],
    ['postgres://one/voice?sslmode=verify-full', {}],
    ['postgres://one/voice?sslmode=require', {}],
  ])('%s means TLS: %j', (url, tls) => {
    expect(readPostgresUrl(url).tls).toEqual(tls);
    expect(urlsOf(url)).toEqual(['postgres://one/voice']);
  });

  it('names files, whose texts are read', () => {
    const folder = temporaryFolder('vocalborn-url');
    writeFileSync(`${folder.path}/ca.crt`, 'the authority');
    expect(readPostgresUrl(`postgres://one/voice?sslrootcert=${folder.path}/ca.crt`).tls).toEqual({
      ca: 'the authority',
    });
    folder.remove();
  });

  it.each([
    ['mysql://me:hidden@one/voice', /must begin with postgres/],
    ['postgres://me:hidden@one/voice?sslmode=prefer', /sslmode/],
    ['postgres://me:hidden@one,two/voice?target_session_attrs=any', /target_session_attrs/],
  ])('is refused as %s, without telling the password', (url, message) => {
    expect(() => readPostgresUrl(url)).toThrow(message);
    expect(() => readPostgresUrl(url)).not.toThrow(/hidden/);
  });
});

it('the URL of another database has the same servers and parameters', () => {
  const url = withDatabaseName('postgres://me@one:1,two:2/voice?sslmode=disable', 'a b');
  expect(url).toBe('postgres://me@one:1,two:2/a%20b?sslmode=disable');
  expect(databaseNameOf(url)).toBe('a b');
});
