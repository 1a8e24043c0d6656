import { describe, expect, it } from 'vitest';
import { aiServiceSettings } from './ai-service.js';
import { analysisWorkerSettings } from './analysis-worker.js';
import { apiGatewaySettings } from './api-gateway.js';
import { SettingsError } from './read-settings.js';

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

  it.each(['0', '-1', '1.5', '1e3', '99999999999', 'NaN'])('refuse %s as a concurrency', (value) => {
    const faults = faultsOf(() => analysisWorkerSettings({ ...gateway, CELERY_WORKER_CONCURRENCY: value }));
    expect(faults).toEqual([expect.stringContaining('CELERY_WORKER_CONCURRENCY')]);
  });
});
