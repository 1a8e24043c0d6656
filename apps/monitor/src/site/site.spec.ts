import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start({ MONITOR_BASIC_AUTH: '', MONITOR_READONLY_AUTH: '' });
});
afterAll(() => monitor.stop());

const get = (path: string, headers: Record<string, string> = {}) => monitor.ask('GET', path, { as: 'nobody', headers });

describe('health checks', () => {
  it('/health/ready checks the database and its schema', async () => {
    const up = { status: 200, body: { status: 'ok', details: { database: { status: 'up' } } } };
    expect(await get('/health/ready')).toMatchObject(up);
    await monitor.database.query(`update schema_migrations set name = '-' || name`);
    expect((await get('/health/ready')).status).toBe(503);
    await monitor.database.query('update schema_migrations set name = substr(name, 2)');
    expect(await get('/health/ready')).toMatchObject(up);
  });

  it.each(['/health/live', '/health/startup'])('%s checks nothing outside the process', async (path) => {
    expect((await get(path)).body).toEqual({ status: 'ok', info: {}, error: {}, details: {} });
  });

  it('/healthcheck answers like Flower', async () => {
    expect(await get('/healthcheck')).toMatchObject({ status: 200, body: 'OK' });
  });
});

describe('the pages', () => {
  it.each(['/assets/none.js', '/icon.svg/x', '/nothing', '/api/nothing'])(
    '%s is a problem for a script',
    async (path) => {
      expect(await get(path)).toMatchObject({ status: 404, body: { type: 'urn:vocalborn:monitor:not-found' } });
    },
  );

  it('the API has no page for a browser either', async () => {
    expect((await get('/api/nothing', { accept: 'text/html' })).status).toBe(404);
  });

  it('/api lists the addresses, each of which exists', async () => {
    const { body } = await get('/api');
    for (const path of [body.figures, ...(body.tables as string[])])
      expect((await get(path as string)).status).toBe(401);
    for (const path of body.health as string[]) expect((await get(path)).status).toBe(200);
  });

  it('forbid other sources of scripts and frames', async () => {
    const { headers } = await get('/api');
    expect(headers['content-security-policy']).toMatch(/default-src 'self'.*frame-ancestors 'none'/);
  });
});

describe('the description of the API', () => {
  interface Schema {
    readonly type?: string;
    readonly $ref?: string;
    readonly properties?: Record<string, Schema>;
    readonly items?: Schema;
  }
  interface Described {
    readonly paths: Record<
      string,
      Record<string, { summary?: string; responses: Record<string, { content?: Record<string, { schema?: Schema }> }> }>
    >;
    readonly components: { readonly schemas: Record<string, Schema> };
  }
  const document = async (): Promise<Described> => (await get('/openapi.json')).body as Described;

  it('gives every operation a summary and every refusal the form of a problem', async () => {
    const { paths } = await document();
    const operations = Object.values(paths).flatMap((path) => Object.values(path));
    expect(operations.length).toBeGreaterThan(40);
    for (const { summary, responses } of operations) {
      expect(summary).toMatch(/^[A-Z].*\.$/);
      for (const [status, { content }] of Object.entries(responses)) {
        if (status >= '400')
          expect(content).toEqual({
            'application/problem+json': { schema: { $ref: '#/components/schemas/ProblemDto' } },
          });
      }
    }
  });

  it('has a schema for every reference', async () => {
    const described = await document();
    const references = [...JSON.stringify(described).matchAll(/#\/components\/schemas\/(\w+)/g)].map(
      ([, name]) => name!,
    );
    expect(new Set(references).size).toBeGreaterThan(30);
    for (const name of references) expect(described.components.schemas).toHaveProperty(name);
  });

  it('types every field', async () => {
    const { components } = await document();
    for (const [name, { properties = {} }] of Object.entries(components.schemas)) {
      for (const [field, schema] of Object.entries(properties)) {
        const isTyped = ['type', '$ref', 'oneOf', 'anyOf', 'allOf', 'enum'].some((key) => key in schema);
        expect(isTyped, `${name}.${field}`).toBe(true);
      }
    }
  });
});
