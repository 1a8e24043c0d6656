import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiGatewaySettings } from './api-gateway.js';
import { settingsCatalogue } from './catalogue.js';
import { mayBeFile, type Environment } from './environment.js';
import type { SettingsError } from './read-settings.js';

const gateway = { DATABASE_URL: 'postgres://user:pass@host/db', AUDIO_STORE_URL: 'file:///audio' };

let folder: string;
let path: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vocalborn-settings-'));
  path = join(folder, 'jwt');
  writeFileSync(path, `${'s'.repeat(32)}\n`);
});
afterAll(() => rmSync(folder, { recursive: true }));

function faultsOf(env: Environment): readonly string[] {
  try {
    apiGatewaySettings({ ...gateway, ...env });
    return [];
  } catch (error) {
    return (error as SettingsError).faults;
  }
}

describe('a secret in a file', () => {
  it('is its text without the line end', () => {
    expect(apiGatewaySettings({ ...gateway, JWT_SECRET_FILE: path }).JWT_SECRET).toBe('s'.repeat(32));
  });

  it('is refused beside the variable itself', () => {
    expect(faultsOf({ JWT_SECRET: 'x'.repeat(32), JWT_SECRET_FILE: path })).toEqual([
      'JWT_SECRET and JWT_SECRET_FILE exclude each other: set one',
    ]);
  });

  it('is named among all faults when it cannot be read', () => {
    const faults = faultsOf({ JWT_SECRET_FILE: join(folder, 'none'), PORT: 'x' });
    expect(faults).toContain('JWT_SECRET_FILE: cannot be read (ENOENT)');
    expect(faults.join()).toMatch(/PORT/);
  });

  it('is checked as the variable is', () => {
    writeFileSync(join(folder, 'short'), 'hunter2');
    const faults = faultsOf({ JWT_SECRET_FILE: join(folder, 'short') });
    expect(faults).toEqual(['JWT_SECRET: must have at least 32 characters']);
  });

  it('may be any setting that is called a secret, a key or a password, or whose address holds one', () => {
    const all = [...settingsCatalogue().values()].flat();
    const named = all.filter(
      ({ name, meaning }) => /SECRET|PASSWORD|_KEYS?$|_AUTH$|TOKEN$/.test(name) || /:password@/.test(meaning),
    );
    const timed = new Set(['AUDIO_LINK_SECONDS']);
    expect(named.filter(({ name }) => !timed.has(name) && !mayBeFile(name)).map(({ name }) => name)).toEqual([]);
  });
});
