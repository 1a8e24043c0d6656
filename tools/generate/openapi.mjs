import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { createConfig, lintFromString } from '@redocly/openapi-core';
import { createLogger } from '../../libs/observability/dist/index.js';
import { apiGatewaySettings, monitorSettings } from '../../libs/settings/dist/index.js';

/** Settings that are valid and never used: in preview mode nothing is connected. */
const environment = {
  DATABASE_URL: 'postgres://nobody@127.0.0.1/none',
  CELERY_BROKER_URL: 'redis://127.0.0.1/0',
  CELERY_RESULT_BACKEND: 'redis://127.0.0.1/1',
  AUDIO_STORE_URL: 'file:///nowhere',
  JWT_SECRET: 'only to describe the API, never to sign',
};

const readSettings = { 'api-gateway': apiGatewaySettings, monitor: monitorSettings };

/** Describes the API of an app from its controllers; needs neither Postgres nor Redis. */
export async function openApi(app) {
  const [{ AppModule }, { describeApi }] = await Promise.all([
    import(`../../apps/${app}/dist/app.module.js`),
    import(`../../apps/${app}/dist/http/docs.js`),
  ]);
  const logger = createLogger({ name: app, level: 'silent' });
  const module = AppModule.register(readSettings[app](environment), logger);
  const nest = await NestFactory.create(module, new FastifyAdapter(), { preview: true, logger: false });
  const document = await describeApi(nest);
  await nest.close();
  const { schemas } = document.components;
  const components = { ...document.components, schemas: sorted(schemas) };
  return JSON.stringify({ ...document, paths: sorted(document.paths), components });
}

/** By name: the order of Nest's modules must not move every line of a document. */
const sorted = (record) => Object.fromEntries(Object.entries(record).toSorted(([a], [b]) => (a < b ? -1 : 1)));

/** What the rules that every OpenAPI document must keep find wrong with one, a line each. */
export async function openApiFaults(source) {
  const config = await createConfig({ extends: ['spec'] });
  const problems = await lintFromString({ source, config });
  return problems.map(({ ruleId, message, location }) => `${location[0]?.pointer ?? ''}: ${message} (${ruleId})`);
}
