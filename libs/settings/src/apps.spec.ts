import { describe, expect, it } from 'vitest';
import { aiServiceSettings } from './ai-service.js';
import { analysisWorkerSettings } from './analysis-worker.js';
import { apiGatewaySettings } from './api-gateway.js';
import { settingsCatalogue } from './catalogue.js';
import { commandLineSettings } from './command-line.js';
import { monitorSettings } from './monitor.js';
import type { Environment } from './environment.js';
import { SettingsError } from './read-settings.js';

const DATABASE_URL = 'postgres://user:hunter2@host/db';
const JWT_SECRET = 'hunter2'.repeat(6);
const AUDIO_STORE_URL = 'file:///audio';

/** Each app with its required settings. */
const apps = {
  'api-gateway': { read: apiGatewaySettings, required: { DATABASE_URL, JWT_SECRET, AUDIO_STORE_URL } },
  'analysis-worker': { read: analysisWorkerSettings, required: { DATABASE_URL, AUDIO_STORE_URL } },
  'ai-service': { read: aiServiceSettings, required: {} },
  monitor: { read: monitorSettings, required: { DATABASE_URL, JWT_SECRET } },
  'command line': { read: commandLineSettings, required: {} },
} as const satisfies Record<string, { read: (env: Environment) => unknown; required: Environment }>;

type App = keyof typeof apps;
const names = Object.keys(apps) as App[];

function faultsOf(app: App, env: Environment): readonly string[] {
  try {
    apps[app].read(env);
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
    throw error;
  }
  return [];
}

const given = (app: App, env: Environment = {}): Environment => ({ ...apps[app].required, ...env });

describe.each(names)('the settings of %s', (app) => {
  it('need only the required variables', () => expect(faultsOf(app, given(app))).toEqual([]));

  it('name every required variable that is missing, with its meaning', () => {
    const faults = faultsOf(app, {});
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(expect.arrayContaining(Object.keys(apps[app].required)));
    expect(faults).toHaveLength(Object.keys(apps[app].required).length);
    for (const fault of faults) expect(fault).toMatch(/^[A-Z_]+ is required \(.+\)$/);
  });

  it('take empty variables for unset ones', () => {
    const empty = Object.fromEntries((settingsCatalogue().get(app) ?? []).map(({ name }) => [name, '']));
    expect(apps[app].read({ ...empty, ...apps[app].required })).toEqual(apps[app].read(given(app)));
  });

  it('ignore other variables', () => expect(faultsOf(app, given(app, { PATH: '/bin', FOO: '' }))).toEqual([]));

  it('are listed in the catalogue with a meaning and a default', () => {
    for (const { name, meaning, defaultValue } of settingsCatalogue().get(app) ?? []) {
      expect(meaning, name).toMatch(/^\S.*[^.]$/);
      // Required unless another setting takes its place.
      if (name !== 'JWT_SECRET') expect(defaultValue === null, name).toBe(name in apps[app].required);
    }
  });

  it('are reported with all their faults at once, without their values', () => {
    const wrong = Object.fromEntries((settingsCatalogue().get(app) ?? []).map(({ name }) => [name, ':hunter2 {']));
    const faults = faultsOf(app, wrong);
    expect(faults.length).toBeGreaterThanOrEqual(2);
    expect(new Set(faults).size).toBe(faults.length);
    expect(faults.join()).not.toContain('hunter2');
  });
});

describe('a setting', () => {
  it.each<[App, string, string, unknown]>([
    ['monitor', 'PORT', '0', 0],
    ['monitor', 'PORT', '65535', 65_535],
    ['monitor', 'LOG_LEVEL', 'WARNING', 'warn'],
    ['monitor', 'LOG_LEVEL', 'Debug', 'debug'],
    ['monitor', 'ALERT_WINDOW_SECONDS', '86400', 86_400],
    ['monitor', 'MONITOR_BASIC_AUTH', 'user:12345678', 'user:12345678'],
    ['monitor', 'ALERTMANAGER_URL', 'https://alerts.example/path', 'https://alerts.example/path'],
    ['analysis-worker', 'WORKER_NAME', 'a.b-c_1', 'a.b-c_1'],
    ['analysis-worker', 'RETRY_DELAY_SCALE', '0.5', 0.5],
    ['analysis-worker', 'CELERY_WORKER_MAX_MEMORY_PER_CHILD', '65536', 65_536],
    ['analysis-worker', 'SUPPORTED_AUDIO_FORMATS', 'wav,MP3', ['wav', 'mp3']],
    ['api-gateway', 'TASK_RETENTION_DAYS', '0', 0],
    ['api-gateway', 'WEBHOOK_ALLOW_PRIVATE_ADDRESSES', 'true', true],
    [
      'api-gateway',
      'WEBHOOK_SECRET_KEYS',
      `${'A'.repeat(43)}=, ${'B'.repeat(43)}=`,
      ['A', 'B'].map((letter) => Buffer.from(letter.repeat(43), 'base64')),
    ],
    [
      'api-gateway',
      'AUDIO_STORE_URL',
      's3://bucket/prefix?endpoint=https://s3',
      's3://bucket/prefix?endpoint=https://s3',
    ],
    ['ai-service', 'ANALYSIS_QUEUE_LIMIT', '0', 0],
    ['command line', 'VOCALBORN_MONITOR_URL', 'https://monitor', 'https://monitor'],
  ])('of %s: %s=%s is read', (app, name, text, value) => {
    expect(apps[app].read(given(app, { [name]: text }))).toMatchObject({ [name]: value });
  });

  it.each<[App, string, string]>([
    ['monitor', 'PORT', '65536'],
    ['api-gateway', 'WEBHOOK_ALLOW_PRIVATE_ADDRESSES', '1'],
    ['api-gateway', 'WEBHOOK_SECRET_KEYS', 'c2hvcnQ='],
    ['monitor', 'LOG_LEVEL', 'loud'],
    ['monitor', 'DATABASE_URL', 'mysql://host/db'],
    ['monitor', 'DATABASE_POOL_SIZE', '0'],
    ['monitor', 'CELERY_BROKER_URL', 'amqp://host'],
    ['monitor', 'JWT_SECRET', 'x'.repeat(31)],
    ['monitor', 'MONITOR_BASIC_AUTH', 'user:1234567'],
    ['monitor', 'MONITOR_READONLY_AUTH', 'nobody'],
    ['monitor', 'ALERT_WINDOW_SECONDS', '59'],
    ['monitor', 'ALERT_WEBHOOK_URL', 'ftp://host'],
    ['analysis-worker', 'WORKER_NAME', 'a@b'],
    ['analysis-worker', 'CELERY_TASK_TIME_LIMIT', '86401'],
    ['analysis-worker', 'CELERY_WORKER_MAX_TASKS_PER_CHILD', '0'],
    ['analysis-worker', 'CELERY_WORKER_MAX_MEMORY_PER_CHILD', '65535'],
    ['analysis-worker', 'RETRY_DELAY_SCALE', '0'],
    ['analysis-worker', 'AI_SERVICE_URL', 'ai-service:8001'],
    ['api-gateway', 'AUDIO_STORE_URL', '/audio'],
    ['api-gateway', 'MAX_AUDIO_FILE_SIZE', '1023'],
    ['api-gateway', 'UPLOAD_TIMEOUT_SECONDS', '0'],
    ['ai-service', 'ANALYSIS_POOL_SIZE', '0'],
    ['ai-service', 'LLM_BASE_URL', 'host/v1'],
    ['ai-service', 'LLM_TIMEOUT_MS', '99'],
    ['ai-service', 'ANALYSIS_THREAD_MEMORY_MB', '127'],
    ['command line', 'VOCALBORN_GATEWAY_URL', 'localhost'],
  ])('of %s: %s=%s is the only fault', (app, name, text) => {
    expect(faultsOf(app, given(app, { [name]: text }))).toEqual([expect.stringMatching(new RegExp(`^${name}: \\S`))]);
  });
});

describe('settings that belong together', () => {
  const mail = { ALERT_SMTP_URL: 'smtp://user:hunter2@mail', ALERT_EMAIL_TO: 'a@b' };

  it.each(['ALERT_SMTP_URL', 'ALERT_EMAIL_TO'] as const)('%s alone is refused', (name) => {
    expect(faultsOf('monitor', given('monitor', { [name]: mail[name] }))).toEqual([
      'ALERT_SMTP_URL and ALERT_EMAIL_TO belong together: set both for alert mails, or neither',
    ]);
  });

  it('both mail settings are accepted', () => expect(faultsOf('monitor', given('monitor', mail))).toEqual([]));

  it.each([
    ['1799', []],
    [
      '1800',
      [expect.stringMatching(/^CELERY_TASK_SOFT_TIME_LIMIT: must be less than CELERY_TASK_TIME_LIMIT \(1800\)$/)],
    ],
  ])('a soft limit of %s s against the default hard limit', (soft, faults) => {
    expect(faultsOf('analysis-worker', given('analysis-worker', { CELERY_TASK_SOFT_TIME_LIMIT: soft }))).toEqual(
      faults,
    );
  });
});
