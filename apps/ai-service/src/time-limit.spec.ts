import { waitFor } from '@vocalborn/system-harness';
import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, it } from 'vitest';
import { withTimeLimit } from './time-limit.js';

v8.setFlagsFromString('--expose-gc');
const collectGarbage = vm.runInNewContext('gc') as () => void;
const never = new AbortController().signal;

it('a time limit ends in time whatever the garbage collector takes', async () => {
  const limited = Array.from({ length: 20 }, () => withTimeLimit(never, 200));
  await waitFor(
    () => {
      collectGarbage();
      return limited.every(({ aborted }) => aborted);
    },
    { what: 'every limit to end', timeoutMs: 2_000 },
  );
  expect(limited.every(({ reason }) => (reason as Error).name === 'TimeoutError')).toBe(true);
});

it('what aborts the signal aborts it before its time', () => {
  const outer = new AbortController();
  const limited = withTimeLimit(outer.signal, 60_000);
  outer.abort('the client left');
  expect(limited.reason).toBe('the client left');
});
