import { RedisServer, temporaryFolder, waitFor, type Exit } from '@vocalborn/system-harness';
import { expect, it } from 'vitest';
import { SupervisedServer } from './supervised-server.js';
import { pauseAfter, Supervision } from './supervision.js';

const ended: Exit = { code: 1, signal: null };

function supervise(exits: (Exit | null)[], onRestart = (): Promise<void> => Promise.resolve()) {
  const told: string[] = [];
  const supervision = new Supervision(
    {
      name: 'It',
      logFile: 'it.log',
      say: (line) => told.push(line),
      exited: () => {
        const exit = exits.shift();
        return exit ? Promise.resolve(exit) : new Promise(() => undefined);
      },
      restart: onRestart,
      hopeless: { code: 78, reason: 'its configuration is wrong' },
    },
    2,
  );
  return { told, supervision };
}

it('restarts a program that ends, and doubles the pause each time', async () => {
  const { told, supervision } = supervise([ended, ended, { code: null, signal: 'SIGKILL' }]);
  await waitFor(() => told.length === 6, { what: 'three restarts' });
  expect(told).toEqual([
    'It ended with status 1 (see it.log); restarting in 0.002 s',
    'It is back',
    'It ended with status 1 (see it.log); restarting in 0.004 s',
    'It is back',
    'It ended with SIGKILL (see it.log); restarting in 0.008 s',
    'It is back',
  ]);
  await supervision.end();
});

it('goes on after a failed restart, and gives up after a configuration error', async () => {
  const { told, supervision } = supervise([ended, { code: 78, signal: null }], () => Promise.reject(new Error('no')));
  await waitFor(() => told.length === 2, { what: 'the end' });
  expect(told[1]).toBe('It ended with status 78: its configuration is wrong, see it.log');
  await supervision.end();
});

it('restarts a killed Redis with its data, and does not restart it after a stop', async () => {
  const folder = temporaryFolder('vocalborn supervised');
  const redis = await RedisServer.start({ dataDir: folder.path, appendOnly: true });
  const told: string[] = [];
  const server = new SupervisedServer(redis, { name: 'Redis', logFile: 'it.log', say: (line) => told.push(line) });
  const { pid } = redis;
  process.kill(pid, 'SIGKILL');
  await waitFor(() => told.includes('Redis is back'), { what: 'Redis to be back' });
  expect(redis.pid).not.toBe(pid);
  await server.stop();
  await redis.exited;
  expect(told).toEqual(['Redis ended with SIGKILL (see it.log); restarting in 0.5 s', 'Redis is back']);
  folder.remove();
});

it.each([
  [1, 500],
  [2, 1_000],
  [6, 16_000],
  [7, 30_000],
  [100, 30_000],
  [2_000, 30_000],
])('pauses after %i failures for %i ms', (failures, pause) => {
  expect(pauseAfter(failures)).toBe(pause);
});
