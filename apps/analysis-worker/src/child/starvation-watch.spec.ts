import { createLogger } from '@vocalborn/observability';
import type { AnalysisQueue } from '@vocalborn/task-queue';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Admission } from './admission.js';
import { StarvationWatch } from './starvation-watch.js';

let report: ReturnType<Admission['report']>;
let waiting: number | Error;
let watch: StarvationWatch;
beforeEach(() => {
  report = { arrivals: 0, hungry: true, reserved: [] };
  waiting = 3;
  const counts = () => (waiting instanceof Error ? Promise.reject(waiting) : Promise.resolve({ waiting }));
  const queue = { counts } as unknown as AnalysisQueue;
  const admission = { report: () => report } as unknown as Admission;
  watch = new StarvationWatch(queue, admission, createLogger({ name: 'spec', level: 'silent' }));
});

const check = async (times: number): Promise<boolean> => {
  for (let count = 0; count < times; count += 1) await watch.check();
  return watch.starved;
};

describe('a consumer', () => {
  it('is starved after ten checks in a row with waiting tasks and no arrival', async () => {
    expect(await check(9)).toBe(false);
    expect(await check(1)).toBe(true);
    expect(await check(5)).toBe(true);
  });

  it.each<[string, () => void]>([
    ['a job arrives', () => (report = { ...report, arrivals: 1 })],
    ['no slot is free', () => (report = { ...report, hungry: false })],
    ['no task waits', () => (waiting = 0)],
    ['Redis cannot be reached', () => (waiting = new Error('away'))],
  ])('is not starved when in between %s', async (_, change) => {
    await check(9);
    change();
    expect(await check(1)).toBe(false);
  });

  it('is counted anew after an arrival', async () => {
    await check(9);
    report = { ...report, arrivals: 1 };
    expect(await check(10)).toBe(false);
    expect(await check(1)).toBe(true);
  });

  it('is no longer starved when a job arrives', async () => {
    await check(10);
    report = { ...report, arrivals: 1 };
    expect(await check(1)).toBe(false);
  });
});
