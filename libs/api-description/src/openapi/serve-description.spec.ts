import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { afterEach, expect, it } from 'vitest';
import { serveDescription } from './serve-description.js';

@Module({})
class Empty {}

let app: NestFastifyApplication;
afterEach(() => app.close());

/** Serves the description. @returns what the app answers to a GET */
async function serve(describe: () => Promise<object>) {
  app = await NestFactory.create<NestFastifyApplication>(Empty, new FastifyAdapter(), { logger: false });
  serveDescription(app, describe);
  await app.listen(0, '127.0.0.1');
  const origin = await app.getUrl();
  return (path: string) => fetch(`${origin}${path}`);
}

const shared = { type: 'string' };
const document = { openapi: '3.1.0', paths: {}, components: { schemas: { A: shared, B: shared } } };

it('makes the document at the first request, once for both forms', async () => {
  let made = 0;
  const get = await serve(() => {
    made += 1;
    return Promise.resolve(document);
  });
  expect(made).toBe(0);
  const [json, yaml] = [await get('/openapi.json'), await get('/openapi.yaml')];
  expect([json.headers.get('content-type'), await json.json()]).toEqual(['application/json; charset=utf-8', document]);
  expect(yaml.headers.get('content-type')).toBe('text/yaml; charset=utf-8');
  expect(await yaml.text()).toBe(
    'openapi: 3.1.0\npaths: {}\ncomponents:\n  schemas:\n    A:\n      type: string\n    B:\n      type: string\n',
  );
  expect(made).toBe(1);
});

it('makes the document again after it failed', async () => {
  let isBroken = true;
  const get = await serve(() => (isBroken ? Promise.reject(new Error('broken')) : Promise.resolve(document)));
  expect((await get('/openapi.json')).status).toBe(500);
  isBroken = false;
  expect(await (await get('/openapi.json')).json()).toEqual(document);
});

it('serves a page whose every file is served beside it', async () => {
  const get = await serve(() => Promise.resolve(document));
  const page = await get('/docs');
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8');
  const files = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, path]) => path!);
  const types = await Promise.all(
    files.map(async (path) => {
      const { status, headers } = await get(`/${path}`);
      return [path, status, headers.get('content-type')?.split(';')[0]];
    }),
  );
  expect(types).toEqual([
    ['docs/favicon-32x32.png', 200, 'image/png'],
    ['docs/swagger-ui.css', 200, 'text/css'],
    ['docs/swagger-ui-bundle.js', 200, 'text/javascript'],
    ['docs/start.js', 200, 'text/javascript'],
  ]);
  expect(await (await get('/docs/start.js')).text()).toContain(`url: 'openapi.json'`);
});

it.each(['/docs/package.json', '/docs/../package.json', '/docs/%2e%2e/package.json', '/docs/swagger-ui.css.map'])(
  'serves no other file: %s',
  async (path) => {
    const get = await serve(() => Promise.resolve(document));
    expect((await get(path)).status).toBe(404);
  },
);

it('leads from the address with a slash to the one whose relative addresses hold', async () => {
  const get = await serve(() => Promise.resolve(document));
  const { url, redirected } = await get('/docs/');
  expect([new URL(url).pathname, redirected]).toEqual(['/docs', true]);
});
