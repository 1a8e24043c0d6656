import { temporaryFolder } from '@vocalborn/system-harness';
import { mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readTarget } from '../target.js';
import { backUpConfiguration } from './configuration-backup.js';
import { brokenLinks } from './doc-links.js';
import { countErrorLines } from './error-log.js';
import { weakSecrets } from './secrets.js';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (folder = temporaryFolder('vocalborn-check')));
afterEach(() => folder.remove());

function write(name: string, text: string): string {
  const path = join(folder.path, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

describe('counting error lines', () => {
  const line = (level: string, secondsAgo: number, msg: string): string =>
    JSON.stringify({ level, time: new Date(Date.now() - secondsAgo * 1_000).toISOString(), msg });

  it('counts errors and fatal errors of the period, and tells the latest', () => {
    write('worker.log', [line('error', 100, 'old'), line('info', 1, 'x'), line('fatal', 50, 'newest')].join('\n'));
    write('gateway.log', [line('error', 7_200, 'too old'), line('error', 60, 'newer')].join('\n'));
    expect(countErrorLines(folder.path, 3_600)).toEqual({ files: 2, errors: 3, latest: 'latest: newest' });
  });

  it.each([
    ['a line that is no JSON', 'Error: "error" at line 3'],
    ['a line of another level that mentions an error', line('info', 1, 'after "error"')],
    ['a line without a time', JSON.stringify({ level: 'error', msg: 'x' })],
    ['an empty file', ''],
  ])('ignores %s', (_, text) => {
    write('worker.log', text);
    expect(countErrorLines(folder.path, 3_600)).toEqual({ files: 1, errors: 0, latest: null });
  });

  it('uses the message of the error when the line has none', () => {
    const text = JSON.stringify({ level: 'error', time: new Date().toISOString(), err: { message: 'broken' } });
    write('worker.log', text);
    expect(countErrorLines(folder.path, 3_600)?.latest).toBe('latest: broken');
  });

  it('reads only log files that changed within the period', () => {
    write('notes.txt', line('error', 1, 'x'));
    const old = write('old.log', line('error', 1, 'x'));
    utimesSync(old, new Date(0), new Date(0));
    expect(countErrorLines(folder.path, 3_600)).toMatchObject({ files: 0, errors: 0 });
  });

  it('returns null for a folder that does not exist', () => {
    expect(countErrorLines(join(folder.path, 'none'), 60)).toBeNull();
  });
});

describe('the links of the documents', () => {
  it('are broken when their file does not exist', () => {
    write('README.md', '[a](docs/a.md) [b](docs/b.md#part) [c](#here) [d](https://x.org/y.md) [e](mailto:a@b.c)');
    write('docs/a.md', '[up](../README.md) [sideways](sub/c.md) [spaced](my%20file.md)');
    write('docs/sub/c.md', '[lost](a.md)');
    write('docs/my file.md', '');
    expect(brokenLinks(folder.path)).toEqual({
      files: 4,
      broken: ['README.md → docs/b.md#part', 'docs/sub/c.md → a.md'],
    });
  });

  it('are none in a folder without documents', () => {
    expect(brokenLinks(folder.path)).toEqual({ files: 0, broken: [] });
  });
});

describe('weak secrets', () => {
  const strong = 'kX9vQ2mWz7LpR4tYc8NbH3sJd6FgA1eU';
  const found = (target: Parameters<typeof weakSecrets>[0]): string[] => weakSecrets(target, folder.path);

  it.each([
    ['a strong one', strong, []],
    ['31 characters', strong.slice(1), ['JWT_SECRET is weak']],
    ['a placeholder', `${strong}-change-me`, ['JWT_SECRET is weak']],
    ['five different characters', 'abcde'.repeat(8), ['JWT_SECRET is weak']],
  ])('of JWT_SECRET: %s', (_, secret, faults) => {
    expect(found({ JWT_SECRET: secret })).toEqual(faults);
  });

  it.each([
    ['operator:Wq7-tR2_xK9p', []],
    ['operator:Wq7-tR2_xK9', ['MONITOR_BASIC_AUTH is weak']],
    ['operator:password1234', ['MONITOR_BASIC_AUTH is weak']],
  ])('of MONITOR_BASIC_AUTH: %s', (basic, faults) => {
    expect(found({ MONITOR_BASIC_AUTH: basic })).toEqual(faults);
  });

  it.each([
    ['postgres://u:Wq7tR2xK9pLm@db.example.org/v', []],
    ['postgres://u:short@db/v', ['the password of DATABASE_URL is weak']],
    ['postgres://u@db/v', ['the password of DATABASE_URL is weak']],
    ['postgres://u@localhost/v', []],
    ['postgres://u:x@127.0.0.1/v', []],
    ['postgres://u:x@[::1]/v', []],
    ['postgres://u:x@localhost:1,db:2/v', ['the password of DATABASE_URL is weak']],
  ])('of DATABASE_URL: %s', (url, faults) => {
    expect(found({ DATABASE_URL: url })).toEqual(faults);
  });

  it('are found in deployed files, with their line and without their value', () => {
    write('k8s/app.yaml', `kind: Secret\nJWT_SECRET: ${strong}\n`);
    write('docker/.env', `export AI_SERVICE_API_KEY="${strong}" # real\n`);
    write('k8s/good.yaml', 'JWT_SECRET: ${JWT_SECRET}\nTOKEN: short\nname: a-secret-that-is-only-named\n');
    write('apps/x/src/a.ts', `const JWT_SECRET = '${strong}'`);
    write('apps/x/node_modules/y.json', `JWT_SECRET: ${strong}`);
    expect(found({})).toEqual(['k8s/app.yaml:2 holds a secret', 'docker/.env:1 holds a secret']);
  });
});

describe('the backup of the configuration', () => {
  it('holds the settings without their secrets, the alert rules and the retry table', async () => {
    const rules = write('alerts.yaml', 'alerts: []\n');
    const env = {
      ...{ VOCALBORN_ENDPOINTS: '/nowhere', ALERT_RULES_FILE: rules, JWT_SECRET: 'very secret', LOG_LEVEL: '' },
      ...{ DATABASE_URL: 'postgres://me:hid@den@db/voice', UNRELATED: 'x' },
      ...{ DATABASE_DIRECT_URL: 'postgres://me:hidden@one:1,two:2/voice' },
      ...{ CELERY_BROKER_URL: 'redis+sentinel://:hidden@one:1,two:2/main/0?sentinel_password=hidden' },
    };
    const { file, settings } = await backUpConfiguration(
      readTarget(undefined, env),
      join(folder.path, 'new/backups'),
      env,
    );
    const text = readFileSync(file, 'utf8');
    const backup = JSON.parse(text) as { settings: Record<string, string>; alert_rules: string; retry_table: object };
    expect(backup.settings).toMatchObject({
      ...{ JWT_SECRET: '(is set)', DATABASE_URL: 'postgres://me:***@db/voice', ALERT_RULES_FILE: rules },
      ...{ DATABASE_DIRECT_URL: 'postgres://me:***@one:1,two:2/voice' },
      ...{ CELERY_BROKER_URL: 'redis+sentinel://:***@one:1,two:2/main/0?sentinel_password=***' },
    });
    expect(backup.alert_rules).toBe('alerts: []\n');
    expect(backup.retry_table).toHaveProperty('network');
    expect(Object.keys(backup.settings)).toHaveLength(settings);
    expect(Object.keys(backup.settings)).toEqual(Object.keys(backup.settings).toSorted());
    expect(text).not.toMatch(/hidden|hid@|very secret|UNRELATED|LOG_LEVEL/);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });
});
