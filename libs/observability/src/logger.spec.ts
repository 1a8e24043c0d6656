import { Writable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createLogger, nestLogger, type Logger } from './logger.js';

type Line = Record<string, unknown>;

/** What a logger writes to standard output, line by line. */
async function linesOf(level: string, write: (logger: Logger) => void): Promise<Line[]> {
  let text = '';
  const output = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  write(createLogger({ name: 'test', level }, output));
  await new Promise((done) => output.end(done));
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Line);
}

afterEach(() => void vi.useRealTimers());

describe('the logger', () => {
  it('writes one JSON object per line, with name, level and time', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 2, 3, 4, 5, 6) });
    const lines = await linesOf('info', (logger) => {
      logger.info({ taskId: 'seen' }, 'hello');
      logger.error('two\nlines');
    });
    expect(lines).toMatchObject([
      { name: 'test', level: 'info', task_id: 'seen', msg: 'hello', time: '2026-01-02T03:04:05.006Z' },
      { level: 'error', msg: 'two\nlines' },
    ]);
  });

  it.each([
    ['fatal', ['fatal']],
    ['warn', ['fatal', 'error', 'warn']],
    ['info', ['fatal', 'error', 'warn', 'info']],
    ['trace', ['fatal', 'error', 'warn', 'info', 'debug', 'trace']],
    ['silent', []],
  ])('at %s writes %j', async (level, written) => {
    const all = ['fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
    const lines = await linesOf(level, (logger) => all.forEach((each) => logger[each]('x')));
    expect(lines.map((line) => line['level'])).toEqual(written);
  });

  it.each<object>([
    { authorization: 'Bearer hunter2' },
    { password: 'hunter2' },
    { token: 'hunter2' },
    { secret: 'hunter2' },
    { apiKey: 'hunter2' },
    { headers: { authorization: 'Bearer hunter2' } },
    { headers: { 'x-api-key': 'hunter2' } },
    { headers: { cookie: 'session=hunter2' } },
    { req: { headers: { authorization: 'Bearer hunter2' } } },
    { req: { headers: { 'x-api-key': 'hunter2' } } },
    { req: { headers: { cookie: 'session=hunter2' } } },
  ])('replaces the secret of %j', async (details) => {
    const lines = await linesOf('info', (logger) => logger.info({ ...details, host: 'kept' }));
    const text = JSON.stringify(lines);
    expect(text).not.toContain('hunter2');
    expect(text).toContain('[redacted]');
    expect(text).toContain('kept');
  });

  it('replaces secrets in the lines of its children too', async () => {
    const lines = await linesOf('info', (logger) => logger.child({ password: 'hunter2' }).info({ token: 'hunter2' }));
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('writes the stack of an error', async () => {
    const [line] = await linesOf('info', (logger) => logger.error({ err: new TypeError('away') }, 'failed'));
    expect(line?.['err']).toMatchObject({
      type: 'TypeError',
      message: 'away',
      stack: expect.stringContaining('logger.spec'),
    });
  });
});

describe("Nest's messages", () => {
  it.each([
    ['log', 'debug'],
    ['error', 'error'],
    ['warn', 'warn'],
    ['debug', 'trace'],
    ['verbose', 'trace'],
    ['fatal', 'fatal'],
  ] as const)('%s is written at %s', async (method, level) => {
    const lines = await linesOf('trace', (logger) => void nestLogger(logger)[method]?.('started', 'detail', 'Context'));
    expect(lines).toMatchObject([{ level, msg: 'started', context: 'Context', detail: ['detail'] }]);
  });
});
