import {
  aiServiceSettings,
  analysisWorkerSettings,
  apiGatewaySettings,
  commandLineSettings,
  monitorSettings,
  settingsCatalogue,
  type Environment,
} from '@vocalborn/settings';
import { describe, expect, it } from 'vitest';
import { commandOf, environmentOf, lastOf } from './dockerfile.js';
import { filledVariables, requiredVariables, serviceOf, services, stageOf } from './filled-compose.js';
import { composeVariables, exampleVariables, readCompose } from './read-compose.js';

const settingsOf = {
  'api-gateway': apiGatewaySettings,
  'analysis-worker': analysisWorkerSettings,
  'ai-service': aiServiceSettings,
  monitor: monitorSettings,
} satisfies Record<string, (env: Environment) => { readonly PORT: number }>;
type App = keyof typeof settingsOf;
const apps = Object.keys(settingsOf) as App[];

/** What an app finds in its environment: what the image sets, and what the service sets over it. */
const environmentIn = (app: App): Environment => ({ ...environmentOf(stageOf(app)), ...serviceOf(app).environment });

const seconds = (period = ''): number => Number(/^(\d+)s$/.exec(period)?.[1]);

describe.each(apps)('%s', (app) => {
  it('accepts its environment and knows every name in it', () => {
    const known = settingsCatalogue()
      .get(app)!
      .map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(serviceOf(app).environment!)));
    expect(() => settingsOf[app](environmentIn(app))).not.toThrow();
  });

  it('listens on the port that its image exposes', () => {
    const { PORT: port } = settingsOf[app](environmentIn(app));
    expect(lastOf(stageOf(app), 'EXPOSE')).toBe(String(port));
    expect(settingsOf[app](serviceOf(app).environment).PORT).toBe(port);
  });

  it('is started by its image, as process 1 without a shell', () => {
    expect(serviceOf(app)).not.toHaveProperty('command');
    expect(serviceOf(app)).not.toHaveProperty('entrypoint');
    expect(commandOf(stageOf(app), 'ENTRYPOINT')).toEqual([]);
    expect(commandOf(stageOf(app), 'CMD')).toEqual(['node', `apps/${app}/dist/main.js`]);
  });

  it('is healthy when it is ready; its image checks that it lives', () => {
    expect(serviceOf(app).healthcheck?.test).toEqual(['CMD', 'node', 'healthcheck.mjs', 'ready']);
    expect(lastOf(stageOf(app), 'HEALTHCHECK')).toMatch(/ CMD \["node", "healthcheck\.mjs"\]$/);
  });

  it('has longer to stop than it takes for itself', () => {
    const settings = settingsOf[app](environmentIn(app));
    const own = 'SHUTDOWN_GRACE_SECONDS' in settings ? settings.SHUTDOWN_GRACE_SECONDS : 10;
    expect(seconds(serviceOf(app).stop_grace_period)).toBeGreaterThan(own);
  });
});

describe('the settings', () => {
  it('the command line accepts its environment and knows every name in it', () => {
    const known = settingsCatalogue()
      .get('command line')!
      .map(({ name }) => name);
    expect(known).toEqual(expect.arrayContaining(Object.keys(serviceOf('cli').environment!)));
    expect(() => commandLineSettings(serviceOf('cli').environment)).not.toThrow();
  });

  it('the gateway writes recordings where the workers read them, in a folder that the image has', () => {
    expect(serviceOf('api-gateway').volumes).toContain('recordings:/audio');
    expect(serviceOf('analysis-worker').volumes).toContain('recordings:/audio:ro');
    for (const app of ['api-gateway', 'analysis-worker']) {
      expect(serviceOf(app).environment?.['AUDIO_STORE_URL']).toBe('file:///audio');
    }
    expect(stageOf('api-gateway').instructions.some(({ text }) => text.includes('-o 1000 -g 1000 /audio'))).toBe(true);
  });

  it('addresses of services name a service and its port', () => {
    const addresses = services.flatMap(([, { environment = {} }]) =>
      Object.values(environment).filter((value) => /^http:\/\/[a-z-]+:\d+$/.test(value)),
    );
    expect(addresses.length).toBeGreaterThan(0);
    for (const { hostname, port } of addresses.map((address) => new URL(address))) {
      expect(port).toBe(lastOf(stageOf(hostname), 'EXPOSE'));
    }
  });

  it('.env.example has every variable and no value of a secret', () => {
    const example = exampleVariables();
    expect(Object.keys(example).toSorted()).toEqual([...composeVariables().keys()].toSorted());
    const given = Object.keys(example).filter((name) => example[name] !== '');
    expect(given.every((name) => /_(BIND|PORT)$/.test(name))).toBe(true);
  });

  it.each(requiredVariables)('without %s nothing starts, and the message names it', (name) => {
    expect(() => readCompose({ ...filledVariables, [name]: '' })).toThrow(name);
  });

  it('required are the secrets that have no safe default', () => {
    expect(requiredVariables.toSorted()).toEqual([
      'AI_SERVICE_API_KEY',
      'GRAFANA_PASSWORD',
      'JWT_SECRET',
      'POSTGRES_PASSWORD',
      'REDIS_PASSWORD',
    ]);
  });
});
