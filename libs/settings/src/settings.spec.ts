import { describe, expect, it } from 'vitest';
import { aiServiceSettings } from './ai-service.js';
import { analysisWorkerSettings, hardTimeLimitSeconds, softTimeLimitSeconds } from './analysis-worker.js';
import { apiGatewaySettings } from './api-gateway.js';
import { monitorSettings } from './monitor.js';
import { SettingsError } from './read-settings.js';
import { retentionOf } from './topics.js';

const gateway = {
  DATABASE_URL: 'postgres://user:pass@host/db',
  JWT_SECRET: 'x'.repeat(32),
  AUDIO_STORE_URL: 'file:///audio',
};

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof SettingsError) return error.faults;
  }
  return [];
}

describe('settings', () => {
  it('have defaults for what need not be said', () => {
    expect(apiGatewaySettings(gateway)).toMatchObject({
      PORT: 8000,
      CELERY_BROKER_URL: 'redis://localhost:6379/0',
      CELERY_RESULT_BACKEND: 'redis://localhost:6379/1',
      MAX_AUDIO_FILE_SIZE: 52_428_800,
    });
    expect(aiServiceSettings({})).toMatchObject({ PORT: 8001, AI_SERVICE_API_KEY: undefined });
  });

  it('report every fault at once, and never the value of a secret', () => {
    const faults = faultsOf(() =>
      apiGatewaySettings({ JWT_SECRET: 'hunter2', PORT: 'many', CELERY_BROKER_URL: 'localhost' }),
    );
    expect(faults.map((fault) => fault.split(/[: ]/)[0]).toSorted()).toEqual([
      'AUDIO_STORE_URL',
      'CELERY_BROKER_URL',
      'DATABASE_URL',
      'JWT_SECRET',
      'PORT',
    ]);
    expect(faults.join()).not.toContain('hunter2');
  });

  it('take the secret of tokens or the address of their keys, and not both', () => {
    const { JWT_SECRET, ...rest } = gateway;
    const JWT_JWKS_URL = 'https://issuer/jwks.json';
    expect(apiGatewaySettings({ ...rest, JWT_JWKS_URL })).toMatchObject({ JWT_JWKS_URL, JWT_SECRET: undefined });
    expect(faultsOf(() => apiGatewaySettings({ ...rest, JWT_SECRET, JWT_JWKS_URL }))).toEqual([
      'JWT_SECRET and JWT_JWKS_URL exclude each other: set one',
    ]);
    expect(faultsOf(() => apiGatewaySettings({ ...rest, PORT: 'x' })).map((fault) => fault.split(/[: ]/)[0])).toEqual([
      'PORT',
      'JWT_SECRET',
    ]);
  });

  it('take an ai-service without a key, unless one is required', () => {
    const required = { AI_SERVICE_KEY_REQUIRED: 'true' };
    expect(faultsOf(() => aiServiceSettings({ ...required, AI_SERVICE_API_KEY: '' }))).toEqual([
      'AI_SERVICE_API_KEY is required: anybody could call the service',
    ]);
    expect(aiServiceSettings({ ...required, AI_SERVICE_API_KEY: 'k' })).toMatchObject({ AI_SERVICE_API_KEY: 'k' });
  });

  it('take a mail server only with receivers', () => {
    const monitor = { DATABASE_URL: gateway.DATABASE_URL, JWT_SECRET: gateway.JWT_SECRET };
    const server = { ALERT_SMTP_URL: 'smtp://user:hunter2@mail' };
    expect(faultsOf(() => monitorSettings({ ...monitor, ...server })).join()).toMatch(
      /^ALERT_SMTP_URL and ALERT_EMAIL_TO/,
    );
    expect(monitorSettings({ ...monitor, ...server, ALERT_EMAIL_TO: 'a@b' })).toMatchObject(server);
  });

  it('take an empty variable as one that is not set', () => {
    expect(apiGatewaySettings({ ...gateway, PORT: '' }).PORT).toBe(8000);
  });

  it('honour the names that Celery deployments export', () => {
    const worker = analysisWorkerSettings({
      DATABASE_URL: gateway.DATABASE_URL,
      AUDIO_STORE_URL: gateway.AUDIO_STORE_URL,
      CELERY_WORKER_CONCURRENCY: '7',
      CELERY_TASK_TIME_LIMIT: '60',
      LOG_LEVEL: 'WARNING',
      SUPPORTED_AUDIO_FORMATS: 'wav, MP3',
    });
    expect(worker).toMatchObject({
      CELERY_WORKER_CONCURRENCY: 7,
      CELERY_TASK_TIME_LIMIT: 60,
      LOG_LEVEL: 'warn',
      SUPPORTED_AUDIO_FORMATS: ['wav', 'mp3'],
    });
  });

  it('derive the limits of a try from what is set', () => {
    const limits = (env: Record<string, string>) => {
      const settings = analysisWorkerSettings({ ...gateway, ...env });
      return [softTimeLimitSeconds(settings), hardTimeLimitSeconds(settings)];
    };
    expect(limits({ CELERY_TASK_TIME_LIMIT: '60' })).toEqual([60, 65]);
    expect(limits({ CELERY_TASK_TIME_LIMIT: '60', CELERY_TASK_SOFT_TIME_LIMIT: '50' })).toEqual([50, 60]);
    const faults = faultsOf(() => limits({ CELERY_TASK_TIME_LIMIT: '60', CELERY_TASK_SOFT_TIME_LIMIT: '60' }));
    expect(faults).toEqual([expect.stringContaining('CELERY_TASK_SOFT_TIME_LIMIT')]);
  });

  it('keep everything for good when the retention is 0', () => {
    const all = { TASK_RETENTION_DAYS: 0, AUDIO_RETENTION_DAYS: 0, ACCESS_AUDIT_RETENTION_DAYS: 0 };
    expect(retentionOf(all)).toEqual({ taskDays: null, audioDays: null, accessDays: null });
    expect(retentionOf(apiGatewaySettings(gateway))).toEqual({ taskDays: 365, audioDays: null, accessDays: 730 });
  });

  it.each(['0', '-1', '1.5', '1e3', '99999999999', 'NaN'])('refuse %s as a concurrency', (value) => {
    const faults = faultsOf(() => analysisWorkerSettings({ ...gateway, CELERY_WORKER_CONCURRENCY: value }));
    expect(faults).toEqual([expect.stringContaining('CELERY_WORKER_CONCURRENCY')]);
  });
});
