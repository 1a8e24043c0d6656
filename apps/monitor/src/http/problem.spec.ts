import type { ArgumentsHost } from '@nestjs/common';
import type { Logger } from '@vocalborn/observability';
import { expect, it, vi } from 'vitest';
import { Problem } from './problem.js';
import { ProblemFilter } from './problem.filter.js';

const reply: Record<string, unknown> = {};
for (const name of ['status', 'headers', 'type', 'send']) reply[name] = () => reply;
const http = { getRequest: () => ({ id: '1', url: '/', method: 'GET' }), getResponse: () => reply };
const host = { switchToHttp: () => http } as unknown as ArgumentsHost;

it.each([
  ['warn', new Problem(503, '200 listeners are connected already')],
  ['error', new Error('a fault')],
  [null, new Problem(404, 'no such task')],
] as const)('logs at %s: %s', (level, thrown) => {
  const logger = { warn: vi.fn(), error: vi.fn() };
  new ProblemFilter(logger as unknown as Logger).catch(thrown, host);
  const logged = Object.entries(logger).filter(([, log]) => log.mock.calls.length > 0);
  expect(logged.map(([name]) => name)).toEqual(level === null ? [] : [level]);
});
