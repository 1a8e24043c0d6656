import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HttpProxy } from './http-proxy.js';
import { waitFor } from './wait-for.js';

describe('a spoiler in front of a service', () => {
  let service: Server;
  let proxy: HttpProxy;
  let asked = 0;

  beforeEach(async () => {
    asked = 0;
    service = createServer((request, response) => {
      asked += 1;
      request.resume().once('end', () => response.end('the true answer'));
    });
    service.listen(0, '127.0.0.1');
    await once(service, 'listening');
    proxy = await HttpProxy.to(`http://127.0.0.1:${(service.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    await proxy.close();
    service.close();
  });

  const ask = (signal?: AbortSignal): Promise<string> =>
    fetch(proxy.url, { method: 'POST', body: 'question', ...(signal ? { signal } : {}) }).then((answer) =>
      answer.text(),
    );

  it('passes questions and answers on', async () => {
    expect(await ask()).toBe('the true answer');
  });

  it('answers nonsense without asking the service', async () => {
    proxy.set({ mode: 'garbage' });
    expect(await ask()).not.toContain('the true answer');
    expect(asked).toBe(0);
  });

  it('breaks off in the middle of the answer', async () => {
    proxy.set({ mode: 'drop' });
    await expect(ask()).rejects.toThrow('terminated');
    expect(asked).toBe(1);
  });

  it('delays the question until its asker has left', async () => {
    proxy.set({ mode: 'delay', delayMs: 60_000 });
    await expect(ask(AbortSignal.timeout(50))).rejects.toThrow('timeout');
    proxy.restore();
    expect(await waitFor(ask, { what: 'the answer' })).toBe('the true answer');
    expect(asked).toBe(1);
  });
});
