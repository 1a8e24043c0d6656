import { once } from 'node:events';
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

/** Whether a thread that is started now lets code be compiled beside it. */
async function compilesBesideThread(): Promise<unknown> {
  const thread = new Worker(
    `require('node:worker_threads').parentPort.postMessage(%IsConcurrentRecompilationSupported())`,
    { eval: true },
  );
  const [answer] = (await once(thread, 'message')) as unknown[];
  await thread.terminate();
  return answer;
}

describe('steady compiler', () => {
  beforeAll(() => setFlagsFromString('--allow-natives-syntax'));
  afterAll(() => setFlagsFromString('--no-allow-natives-syntax'));

  it('makes threads compile their code themselves', async () => {
    const before = await compilesBesideThread();
    await import('./steady-compiler.js');
    expect({ before, after: await compilesBesideThread() }).toEqual({ before: true, after: false });
  });
});
