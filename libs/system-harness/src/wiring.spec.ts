import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { copySamples, developmentTokens } from './development-data.js';
import { temporaryFolder } from './temporary-folder.js';
import { appEntry, appEnvironment, appInstance, workspaceRoot, type AppName, type Wiring } from './wiring.js';

const wiring: Wiring = {
  ...{ databaseUrl: 'postgres://db/voice', brokerUrl: 'redis://r/0', resultBackendUrl: 'redis://r/1' },
  ...{ audioFolder: '/tmp/my audio', jwtSecret: 'secret', aiServiceKey: 'key', aiServiceUrl: 'http://ai:8001' },
};
const apps: readonly AppName[] = ['api-gateway', 'analysis-worker', 'ai-service', 'monitor'];

describe('the environment of an app', () => {
  const stores = ['DATABASE_URL', 'CELERY_BROKER_URL', 'CELERY_RESULT_BACKEND'];

  it.each<[AppName, string[]]>([
    ['api-gateway', [...stores, 'AUDIO_STORE_URL', 'AI_SERVICE_URL', 'AI_SERVICE_API_KEY', 'JWT_SECRET']],
    ['analysis-worker', [...stores, 'AUDIO_STORE_URL', 'AI_SERVICE_URL', 'AI_SERVICE_API_KEY']],
    ['monitor', [...stores, 'JWT_SECRET']],
    ['ai-service', ['AI_SERVICE_API_KEY']],
  ])('of %s has only what it needs', (app, names) => {
    expect(Object.keys(appEnvironment(app, wiring)).toSorted()).toEqual(names.toSorted());
  });

  it('names the audio folder by a file URL', () => {
    expect(appEnvironment('api-gateway', wiring)['AUDIO_STORE_URL']).toBe('file:///tmp/my%20audio');
  });

  it('gives no secret for tokens to the worker and the ai-service', () => {
    for (const app of ['analysis-worker', 'ai-service'] as const)
      expect(Object.values(appEnvironment(app, wiring))).not.toContain('secret');
  });
});

describe('an app', () => {
  it.each(apps)('%s has its source where its entry file is built', (app) => {
    expect(appEntry(app)).toBe(join(workspaceRoot, 'apps', app, 'dist/main.js'));
    expect(existsSync(join(workspaceRoot, 'apps', app, 'src/main.ts'))).toBe(true);
  });

  it.each([
    [1, 'analysis-worker'],
    [2, 'analysis-worker-2'],
    [10, 'analysis-worker-10'],
  ])('is called by its number: %i', (number, name) => {
    expect(appInstance('analysis-worker', number)).toBe(name);
  });

  it('is the first without a number', () => expect(appInstance('monitor')).toBe('monitor'));
});

describe('the development data', () => {
  it('has a token for each user, with the role and the lifetime', async () => {
    const tokens = await developmentTokens('a secret that is long enough for HS256', 60);
    const claims = Object.entries(tokens).map(([name, token]) => [name, decodeJwt<{ role: string }>(token)] as const);
    expect(claims.map(([name, { role, sub }]) => [name, role, sub?.slice(-2)])).toEqual([
      ['patient', 'patient', '01'],
      ['therapist', 'therapist', '02'],
      ['admin', 'admin', '03'],
      ['otherPatient', 'patient', '04'],
    ]);
    for (const [, { exp, iat }] of claims) expect(exp! - iat!).toBe(60);
  });

  it('has its recordings below samples/', () => {
    const folder = temporaryFolder('vocalborn-samples');
    const audio = join(folder.path, 'new/audio');
    mkdirSync(audio, { recursive: true });
    copySamples(audio);
    const copied = readFileSync(join(audio, 'samples/zh-example.wav'));
    expect(copied).toEqual(readFileSync(join(workspaceRoot, 'tools/samples/audio/zh-example.wav')));
    copySamples(audio);
    folder.remove();
  });
});
