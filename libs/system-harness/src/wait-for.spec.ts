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
        message: 'waited 20 ms in vain for the server',
        cause: new Error('connection refused'),
      }),
    );
  });
});
