import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor, type Asked } from '../fixtures/started-monitor.js';

let monitor: StartedMonitor;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
});
afterAll(() => monitor.stop());

const me = (asked: Asked) => monitor.ask('GET', '/api/me', asked);
const change = (asked: Asked) =>
  monitor.ask('POST', '/api/alerts/silences', { body: { name: 'none', minutes: 1, reason: 'x' }, ...asked });
const bearer = async (role: string, ttlSeconds?: number): Promise<Asked> => ({
  as: 'nobody',
  headers: { authorization: `Bearer ${await monitor.token(role, ttlSeconds)}` },
});

describe('operators', () => {
  it('are known by their basic credentials', async () => {
    expect(await me({ as: 'operator' })).toMatchObject({
      status: 200,
      body: { name: 'basic:operator', may_act: true },
    });
    expect(await me({ as: 'reader' })).toMatchObject({ status: 200, body: { name: 'basic:reader', may_act: false } });
  });

  it('are known by the token of an administrator', async () => {
    const { status, body } = await me(await bearer('admin'));
    expect({ status, body }).toEqual({
      status: 200,
      body: { name: expect.stringMatching(/^admin:[0-9a-f-]{36}$/), may_act: true },
    });
  });

  it.each(['patient', 'therapist'])('are not %ss', async (role) => {
    expect(await me(await bearer(role))).toMatchObject({
      status: 403,
      body: { detail: 'only administrators may look at the monitor' },
    });
  });

  it('with read-only credentials change nothing', async () => {
    expect(await change({ as: 'reader' })).toMatchObject({
      status: 403,
      body: { detail: 'these credentials are for looking only' },
    });
    expect((await change({ as: 'operator' })).status).toBe(404);
  });
});

describe('a request without valid credentials', () => {
  it.each([
    ['none', undefined],
    ['an unknown scheme', 'Digest x'],
    ['a token that is none', 'Bearer x'],
    ['a wrong password', `Basic ${btoa('operator:wrong password')}`],
    ['the password of the other user', `Basic ${btoa('operator:let me read')}`],
  ])('is refused with both challenges: %s', async (_, authorization) => {
    const { status, headers } = await me({ as: 'nobody', ...(authorization && { headers: { authorization } }) });
    expect(status).toBe(401);
    expect(headers['www-authenticate']).toEqual(['Basic realm="VocalBorn monitor", charset="UTF-8"', 'Bearer']);
  });

  it('is refused when the token has expired', async () => {
    expect((await me(await bearer('admin', -60))).status).toBe(401);
  });

  it.each(['/health/live', '/health/ready', '/health/startup', '/healthcheck', '/metrics', '/api'])(
    'may read %s',
    async (path) => expect((await monitor.ask('GET', path, { as: 'nobody' })).status).toBe(200),
  );

  it.each(['/', '/api/kpis', '/api/events', '/api/workers'])('may not read %s', async (path) =>
    expect((await monitor.ask('GET', path, { as: 'nobody', headers: { accept: 'text/html' } })).status).toBe(401),
  );
});

describe('a change from a page', () => {
  it.each([
    [{ 'sec-fetch-site': 'cross-site' }, 403],
    [{ 'sec-fetch-site': 'same-site' }, 403],
    [{ 'sec-fetch-site': 'same-origin' }, 404],
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'http://localhost:80' }, 404],
    [{ origin: 'null' }, 403],
    [{}, 404],
  ])('with %j is answered with %i', async (headers, status) => {
    const answer = await change({ headers: { host: 'localhost', ...(headers as Record<string, string>) } });
    expect(answer.status).toBe(status);
  });
});
