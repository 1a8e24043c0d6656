import { makeCertificates, temporaryFolder, type Certificates } from '@vocalborn/system-harness';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { databaseUrl } from './database-url.js';

const folder = temporaryFolder('vocalborn-database-url');
let files: Certificates;
beforeAll(async () => {
  files = await makeCertificates(folder.path);
});
afterAll(() => folder.remove());

const faultsOf = (text: string): string[] =>
  (databaseUrl.safeParse(text).error?.issues ?? []).map(({ message }) => message);

/** The faults of a URL with these parameters. */
const given = (parameters: Readonly<Record<string, string>>): string[] =>
  faultsOf(`postgres://user:hunter2@host/db?${new URLSearchParams(parameters).toString()}`);

describe('the URL of the database', () => {
  it.each([
    'postgres://host/db',
    'postgresql://user:p%40ss@host:5432/db?application_name=x',
    'postgres://a:1,b:2,[::1]:3/db?target_session_attrs=read-write',
    'postgres://a,b/db?target_session_attrs=primary&sslmode=verify-full',
    'postgres:///db?host=/var/run/postgresql',
  ])('may be %s', (text) => expect(faultsOf(text)).toEqual([]));

  it.each([
    ['mysql://host/db', /^must be a URL that begins with postgres/],
    ['postgres://a:0/db', /^must name each server/],
    ['postgres://a:1,/db', /^must name each server/],
    ['postgres://a:1,b:x/db', /^must name each server/],
    ['postgres://host/db?sslmode=prefer', /^sslmode must be verify-full or disable/],
    ['postgres://host/db?sslmode=no-verify', /always verified/],
    ['postgres://host/db?ssl=no-verify', /always verified/],
    ['postgres://a,b/db?target_session_attrs=any', /^target_session_attrs must be read-write or primary/],
  ])('is refused as %s', (text, message) => expect(faultsOf(text)).toEqual([expect.stringMatching(message)]));

  it('names files for TLS that exist and belong together', () => {
    const { certFile: sslcert, keyFile: sslkey } = files.client;
    expect(given({ sslmode: 'verify-full', sslrootcert: files.caFile, sslcert, sslkey })).toEqual([]);
    expect(given({ sslrootcert: '/no/such/secret.pem' })).toEqual(['sslrootcert: the file does not exist']);
    expect(given({ sslcert })).toEqual(['sslcert and sslkey belong together']);
    expect(given({ sslcert, sslkey: files.server.keyFile })).toEqual([
      'sslkey is not the key of the certificate in sslcert',
    ]);
    expect(given({ sslcert: sslkey, sslkey })).toEqual(['sslcert: the file does not hold certificates in PEM']);
  });
});
