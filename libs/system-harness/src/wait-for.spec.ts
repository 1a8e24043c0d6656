import { describe, expect, it } from 'vitest';
import { waitFor } from './wait-for.js';

describe('waitFor', () => {
  it('returns the first truthy answer', async () => {
    const answers = [undefined, false, 'ready'] as const;
    let asked = 0;
    expect(await waitFor(() => answers[asked++], { timeoutMs: 1000, what: 'an answer' })).toBe('ready');
  });

  it('names what it waited for and the last error when time runs out', async () => {
    const condition = (): never => {
      throw new Error('connection refused');
    };
    const waiting = waitFor(condition, { timeoutMs: 20, what: 'the server' });
    await expect(waiting).rejects.toEqual(
      expect.objectContaining({
        message: 'timed out after 20 ms waiting for the server',
        cause: new Error('connection refused'),
      }),
    );
  });
});

describe('a condition', () => {
  it('is polled again after it threw', async () => {
    let asked = 0;
    const condition = (): number => {
      asked += 1;
      if (asked < 3) throw new Error('not yet');
      return asked;
    };
    expect(await waitFor(condition, { what: 'the third answer' })).toBe(3);
  });

  it('may answer asynchronously', async () => {
    expect(await waitFor(() => Promise.resolve('late'), { what: 'an answer' })).toBe('late');
  });

  it.each([0, '', null, undefined, false])('does not hold when it returns %j', async (value) => {
    await expect(waitFor(() => value, { timeoutMs: 1, what: 'it' })).rejects.toThrow('waiting for it');
  });
});
