import { makeCertificates, temporaryFolder, type Certificates } from '@vocalborn/system-harness';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisWorkerSettings } from './analysis-worker.js';
import type { Environment } from './environment.js';
import type { SettingsError } from './read-settings.js';
import { redisAddresses } from './redis.js';

const folder = temporaryFolder('vocalborn-pem');
let files: Certificates;

beforeAll(async () => {
  files = await makeCertificates(folder.path);
});
afterAll(() => folder.remove());

const read = (env: Environment) =>
  analysisWorkerSettings({ DATABASE_URL: 'postgres://host/db', AUDIO_STORE_URL: 'file:///audio', ...env });

function faultsOf(env: Environment): readonly string[] {
  try {
    read(env);
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

const encrypted = { CELERY_BROKER_URL: 'rediss://cache/0', CELERY_RESULT_BACKEND: 'rediss://cache/1' };
const pair = () => ({ REDIS_TLS_CERT_FILE: files.client.certFile, REDIS_TLS_KEY_FILE: files.client.keyFile });

describe('the settings of Redis', () => {
  it('say where queue and result cache are, with the texts of the files for TLS', () => {
    const { queue, resultCache } = redisAddresses(read({ ...encrypted, REDIS_TLS_CA_FILE: files.caFile, ...pair() }));
    expect([queue.database, resultCache.database]).toEqual([0, 1]);
    expect(queue.tls).toEqual({
      ca: readFileSync(files.caFile, 'utf8'),
      cert: readFileSync(files.client.certFile, 'utf8'),
      key: readFileSync(files.client.keyFile, 'utf8'),
    });
    expect(redisAddresses(read(encrypted)).queue.tls).toEqual({});
    expect(redisAddresses(read({})).queue.tls).toBeNull();
  });

  it('give sentinels the password of their own variable, unless the URL has one', () => {
    const CELERY_BROKER_URL = 'redis+sentinel://one/main/0';
    const CELERY_RESULT_BACKEND = `redis+sentinel://one/main/1?sentinel_password=other`;
    const addresses = redisAddresses(read({ CELERY_BROKER_URL, CELERY_RESULT_BACKEND, REDIS_SENTINEL_PASSWORD: 'x' }));
    expect([addresses.queue.sentinelPassword, addresses.resultCache.sentinelPassword]).toEqual(['x', 'other']);
  });

  it('name every file that cannot be used, without its path', () => {
    const broken = join(folder.path, 'broken-secret.pem');
    writeFileSync(broken, '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n');
    const faults = faultsOf({
      ...encrypted,
      REDIS_TLS_CA_FILE: broken,
      REDIS_TLS_CERT_FILE: join(folder.path, 'missing-secret.pem'),
      REDIS_TLS_KEY_FILE: folder.path,
    });
    expect(faults).toEqual([
      'REDIS_TLS_CA_FILE: the file does not hold certificates in PEM',
      'REDIS_TLS_CERT_FILE: the file does not exist',
      'REDIS_TLS_KEY_FILE: the file cannot be read (EISDIR)',
    ]);
  });

  it('refuse a certificate in place of a key, and a key in place of a certificate', () => {
    const { certFile, keyFile } = files.client;
    expect(faultsOf({ ...encrypted, REDIS_TLS_CERT_FILE: keyFile, REDIS_TLS_KEY_FILE: certFile })).toEqual([
      'REDIS_TLS_CERT_FILE: the file does not hold certificates in PEM',
      'REDIS_TLS_KEY_FILE: the file does not hold one private key without a passphrase in PEM',
    ]);
  });

  it('refuse a certificate without its key, or with another key', () => {
    const { REDIS_TLS_CERT_FILE, REDIS_TLS_KEY_FILE } = pair();
    const together = ['REDIS_TLS_CERT_FILE and REDIS_TLS_KEY_FILE belong together: set both, or neither'];
    expect(faultsOf({ ...encrypted, REDIS_TLS_CERT_FILE })).toEqual(together);
    expect(faultsOf({ ...encrypted, REDIS_TLS_KEY_FILE })).toEqual(together);
    expect(faultsOf({ ...encrypted, REDIS_TLS_CERT_FILE, REDIS_TLS_KEY_FILE: files.server.keyFile })).toEqual([
      'REDIS_TLS_KEY_FILE is not the key of the certificate in REDIS_TLS_CERT_FILE',
    ]);
  });

  it('refuse files for TLS when no address uses it', () => {
    expect(faultsOf({ ...pair() })).toEqual([expect.stringMatching(/^REDIS_TLS_\* have no effect: neither/)]);
    expect(faultsOf({ ...pair(), CELERY_BROKER_URL: 'rediss+sentinel://one/main/0' })).toEqual([]);
  });
});
