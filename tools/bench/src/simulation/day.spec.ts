import { describe, expect, it } from 'vitest';
import { arrivalsOfDay } from './arrivals.js';
import { Autoscaler, defaultRules } from './autoscaler.js';
import { simulateDay } from './day.js';
import { randomOf } from './random.js';

const sum = (values: Uint32Array): number => values.reduce((total, each) => total + each, 0);
const analysis = { mean: 30, deviation: 10 };

describe('the arrivals of a day', () => {
  it.each([1, 100, 10_000])('are %i in all, with the same seed the same', (perDay) => {
    const arrivals = arrivalsOfDay(perDay, randomOf(7));
    expect(sum(arrivals)).toBe(perDay);
    expect(arrivals).toEqual(arrivalsOfDay(perDay, randomOf(7)));
    expect(arrivals).not.toEqual(arrivalsOfDay(perDay, randomOf(8)));
  });

  it('come mostly in the evening', () => {
    const arrivals = arrivalsOfDay(10_000, randomOf(1));
    const between = (from: number, to: number): number => sum(arrivals.slice(from * 3_600, to * 3_600));
    expect(between(18, 21)).toBeGreaterThan(5 * between(0, 6));
  });
});

describe('the autoscaler', () => {
  const rules = { ...defaultRules, slotsPerWorker: 4, fewest: 2, most: 10, downAfterSeconds: 60 };

  it('wants a worker per slots of waiting and running tasks, within its bounds and its pace', () => {
    const scaler = new Autoscaler(rules);
    expect(scaler.look(0, 5)).toBe(2);
    expect(scaler.look(15, 40)).toBe(6);
    expect(scaler.look(30, 1_000)).toBe(10);
  });

  it('goes down slowly, and not while a recent look wanted more', () => {
    const scaler = new Autoscaler(rules);
    for (const at of [0, 15, 30]) scaler.look(at, 1_000);
    expect(scaler.look(45, 0)).toBe(10);
    expect(scaler.look(105, 0)).toBe(9);
    expect(scaler.look(120, 0)).toBe(9);
    expect(scaler.look(165, 0)).toBe(8);
  });
});

describe('a day', () => {
  it('ends all tasks but the last ones, and its slots are busy for the time of the analyses', () => {
    const day = simulateDay({ perDay: 20_000, seed: 1, rules: defaultRules, analysis });
    expect(day.minutes).toHaveLength(1_440);
    expect(day.left).toBeLessThan(100);
    const busySeconds = day.utilisation * day.workerHours * 3_600 * defaultRules.slotsPerWorker;
    expect(busySeconds / (20_000 * analysis.mean)).toBeCloseTo(1, 1);
  });

  it('makes tasks wait when there are too few workers, and longest in the evening', () => {
    const few = simulateDay({ perDay: 50_000, seed: 1, rules: { ...defaultRules, most: 6 }, analysis });
    const enough = simulateDay({ perDay: 50_000, seed: 1, rules: defaultRules, analysis });
    expect(few.wait.p95).toBeGreaterThan(10 * Math.max(1, enough.wait.p95));
    expect(few.mostWorkers).toBe(6);
    const worst = few.minutes.findIndex(
      ({ waiting }) => waiting === Math.max(...few.minutes.map((each) => each.waiting)),
    );
    expect(worst / 60).toBeGreaterThan(18);
  });
});
