import { RedisServer, temporaryFolder, waitFor, type Exit } from '@vocalborn/system-harness';
import { expect, it } from 'vitest';
import { SupervisedServer } from './supervised-server.js';
import { Supervision } from './supervision.js';

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

it('starts what ends again, each time after twice the pause', async () => {
  const { told, supervision } = supervise([ended, ended, { code: null, signal: 'SIGKILL' }]);
  await waitFor(() => told.length === 6, { what: 'three restarts' });
  expect(told).toEqual([
    'It ended with status 1 (see it.log); starting it again in 0.002 s',
    'It is back',
    'It ended with status 1 (see it.log); starting it again in 0.004 s',
    'It is back',
    'It ended with SIGKILL (see it.log); starting it again in 0.008 s',
    'It is back',
  ]);
  await supervision.end();
});

it('goes on with what does not come up, and gives up what is configured wrongly', async () => {
  const { told, supervision } = supervise([ended, { code: 78, signal: null }], () => Promise.reject(new Error('no')));
  await waitFor(() => told.length === 2, { what: 'the end' });
  expect(told[1]).toBe('It ended with status 78: its configuration is wrong, see it.log');
  await supervision.end();
});

it('starts a Redis that was killed again with its data, and none once it is stopped', async () => {
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
  expect(told).toEqual(['Redis ended with SIGKILL (see it.log); starting it again in 0.5 s', 'Redis is back']);
  folder.remove();
});
