import { temporaryFolder } from '@vocalborn/system-harness';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CommandError } from './failures.js';
import { readTarget } from './target.js';

const told = {
  ...{ gateway: 'http://127.0.0.1:1', ai_service: 'http://127.0.0.1:2', monitor: 'http://127.0.0.1:3' },
  ...{ database_url: 'postgres://a@127.0.0.1/b', broker_url: 'redis://127.0.0.1:4/0' },
  ...{ result_backend: 'redis://127.0.0.1:4/1', tokens: { admin: 'a-token' } },
};

function environment(): { VOCALBORN_ENDPOINTS: string } {
  const path = join(temporaryFolder('endpoints').path, 'endpoints.json');
  writeFileSync(path, JSON.stringify(told));
  return { VOCALBORN_ENDPOINTS: path };
}

describe('the system that is meant', () => {
  it('is the running `npm start` where nothing is exported, with its token', () => {
    const target = readTarget(undefined, environment());
    expect(target).toMatchObject({ DATABASE_URL: told.database_url, CELERY_BROKER_URL: told.broker_url });
    expect(target).toMatchObject({ VOCALBORN_MONITOR_URL: told.monitor, authorization: 'Bearer a-token' });
  });

  it('is never half of one system and half of another', () => {
    const other = readTarget(undefined, { ...environment(), DATABASE_URL: 'postgres://x@y/z' });
    expect(other).toMatchObject({ DATABASE_URL: 'postgres://x@y/z', CELERY_BROKER_URL: 'redis://localhost:6379/0' });
    expect(other.authorization).toBeNull();
    expect(readTarget('http://elsewhere:5555', environment()).authorization).toBeNull();
    const same = readTarget(undefined, { ...environment(), DATABASE_URL: told.database_url, AI_SERVICE_URL: '' });
    expect(same.CELERY_BROKER_URL).toBe(told.broker_url);
  });

  it('prefers the credentials of the environment, a token to a password', () => {
    const basic = { ...environment(), MONITOR_BASIC_AUTH: 'operator:password' };
    expect(readTarget(undefined, basic).authorization).toBe(`Basic ${btoa('operator:password')}`);
    expect(readTarget(undefined, { ...basic, VOCALBORN_TOKEN: 'mine' }).authorization).toBe('Bearer mine');
  });

  it('is refused whole when an address is none', () => {
    expect(() => readTarget('monitor', { VOCALBORN_ENDPOINTS: '/nowhere' })).toThrow(CommandError);
  });
});
