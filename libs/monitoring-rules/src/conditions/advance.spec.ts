import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advance, type OpenAlert, type Transition } from './advance.js';
import type { Verdict } from './evaluate.js';

const verdicts: Readonly<Record<string, Verdict>> = { T: 'true', F: 'false', '?': 'unknown' };

/** One letter per ten seconds; the transitions, with the time of each. */
function live(course: string, forSeconds: number, keepSeconds: number): string[] {
  let alert: OpenAlert | null = null;
  const seen: string[] = [];
  for (const [index, letter] of Array.from(course).entries()) {
    const step = advance(alert, verdicts[letter]!, index * 10_000, { forSeconds, keepSeconds });
    alert = step.alert;
    if (step.transition !== null && step.transition !== 'changed') seen.push(`${index * 10}s ${step.transition}`);
  }
  return seen;
}

describe('an alert', () => {
  it.each([
    ['fires at once without `for`', 'FTT', 0, 30, ['10s fired']],
    ['waits for as long as it must hold', 'TTTTT', 30, 30, ['0s raised', '30s fired']],
    [
      'that stops before is cancelled, and waits anew',
      'TTFTTTT',
      30,
      30,
      ['0s raised', '20s cancelled', '30s raised', '60s fired'],
    ],
    ['resolves after enough calm', 'TFFFFF', 0, 30, ['0s fired', '40s resolved']],
    ['resolves at once when told so', 'TF', 0, 0, ['0s fired', '10s resolved']],
    ['that swings is one alert', 'TFTFFTFFFF', 0, 30, ['0s fired', '90s resolved']],
    ['fires again after its end', 'TFFFFT', 0, 30, ['0s fired', '40s resolved', '50s fired']],
    ['goes on firing while nothing is known', 'T?????????', 0, 30, ['0s fired']],
    ['needs calm without a break of knowledge', 'TFF?FFFF', 0, 30, ['0s fired', '70s resolved']],
    ['goes on waiting while nothing is known', 'T???T', 30, 30, ['0s raised', '40s fired']],
    ['does not begin while nothing is known', '???', 0, 30, []],
  ] as const)('%s', (_, course, forSeconds, keepSeconds, transitions) => {
    expect(live(course, forSeconds, keepSeconds)).toEqual(transitions);
  });

  it('alternates between fired and resolved, and neither comes too early', () => {
    const steps = fc.array(fc.tuple(fc.constantFrom(...Object.values(verdicts)), fc.integer({ min: 1, max: 20 })), {
      maxLength: 200,
    });
    fc.assert(
      fc.property(steps, fc.nat(60), fc.nat(60), (course, forSeconds, keepSeconds) => {
        let alert: OpenAlert | null = null;
        let now = 0;
        let firing = false;
        let lastTrue = -Infinity;
        let firstTrue: number | null = null;
        for (const [verdict, seconds] of course) {
          now += seconds * 1000;
          if (verdict === 'true') {
            lastTrue = now;
            firstTrue ??= now;
          }
          if (verdict === 'false' && !firing) firstTrue = null;
          const step = advance(alert, verdict, now, { forSeconds, keepSeconds });
          alert = step.alert;
          const expected: Partial<Record<NonNullable<Transition>, boolean>> = { fired: false, resolved: true };
          if (step.transition !== null && step.transition in expected) expect(firing).toBe(expected[step.transition]);
          if (step.transition === 'fired') {
            firing = true;
            expect(now - firstTrue!).toBeGreaterThanOrEqual(forSeconds * 1000);
          }
          if (step.transition === 'resolved') {
            firing = false;
            firstTrue = null;
            expect(now - lastTrue).toBeGreaterThanOrEqual(keepSeconds * 1000);
          }
          expect(alert?.state === 'firing').toBe(firing);
        }
      }),
    );
  });
});
