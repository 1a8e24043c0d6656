import { waitFor } from '@vocalborn/system-harness';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AiServiceProbe } from './ai-service-probe.js';

const circuit = { state: 'closed' } as const;
let probe: AiServiceProbe | undefined;
afterEach(() => probe?.stop());

/** Answers in turn; the last answer stays. */
function begin(answers: boolean[]): { asked: number } {
  const log = { asked: 0 };
  probe = new AiServiceProbe(() => Promise.resolve(answers[Math.min(log.asked++, answers.length - 1)]!), circuit, 1);
  probe.start();
  return log;
}

describe('the probe of the ai-service', () => {
  it('is unknown before the first answer, and after one failure', async () => {
    const log = begin([false, true]);
    expect(probe!.up).toBeNull();
    await waitFor(() => log.asked > 0, { what: 'a question' });
    await waitFor(() => probe!.up === true, { what: 'the service to be up' });
  });

  it('is down after two failures in a row, and up again with the first answer', async () => {
    const answers = [true, false, true, false, false];
    const seen: (boolean | null)[] = [];
    let asked = 0;
    probe = new AiServiceProbe(
      () => {
        seen.push(probe!.up);
        return Promise.resolve(answers[asked++] ?? true);
      },
      circuit,
      1,
    );
    probe.start();
    await waitFor(() => seen.length >= 7, { what: 'seven questions' });
    expect(seen.slice(0, 7)).toEqual([null, true, true, true, true, false, true]);
  });

  it('asks nothing after it was stopped', async () => {
    vi.useFakeTimers();
    const log = begin([true]);
    await vi.advanceTimersByTimeAsync(10);
    expect(log.asked).toBe(11);
    void probe!.stop();
    await vi.advanceTimersByTimeAsync(10);
    expect(log.asked).toBe(11);
    vi.useRealTimers();
  });
});
