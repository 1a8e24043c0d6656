import { type AlertRule, kpiNames, type KpiValues, readRules } from '@vocalborn/monitoring-rules';
import { connectDatabase, migrate, type Database } from '@vocalborn/database';
import { claimDeliveries, openAlerts, recentAlerts } from '@vocalborn/monitor-store';
import { freshDatabase } from '@vocalborn/system-harness';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { evaluateAlerts } from './alert-round.js';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 6, applicationName: 'test' });
  await migrate(database);
});
afterAll(() => database.close());
beforeEach(() => database.query('truncate alerts cascade'));

const nothing = Object.fromEntries(kpiNames.map((name) => [name, null])) as unknown as KpiValues;

function rules(text: string): readonly AlertRule[] {
  const reading = readRules(`alerts: [${text}]`);
  if ('faults' in reading) throw new Error('the rules of the test have faults');
  return reading.rules;
}

const workers = rules('{name: w, condition: active_workers == 0, severity: critical}');
const patient = rules('{name: q, condition: queue_length > 5, severity: warning, for: 60s}');
const start = Date.now() - 3_600_000;

/** One round at so many seconds; every round reads what it knows from Postgres, as another monitor would. */
async function round(seconds: number, judgedRules: readonly AlertRule[], values: Partial<KpiValues>) {
  const at = new Date(start + seconds * 1000);
  const judged = { rules: judgedRules, values: { ...nothing, ...values }, at, channels: ['webhook'] };
  return (await evaluateAlerts(database, judged)).map(({ transition }) => transition);
}

const sent = async (): Promise<string[]> => {
  await database.query('update alert_deliveries set delivered_at = now() where delivered_at is null and attempts > 0');
  await database.query('update alert_deliveries set next_attempt_at = now()');
  const claimed = await claimDeliveries(database, { channels: ['webhook'], leaseSeconds: 0, limit: 10 });
  return claimed.map(({ transition }) => transition);
};

describe('a round', () => {
  it('fires, holds on through calm of less than thirty seconds, and resolves after it', async () => {
    expect(await round(0, workers, { active_workers: 2 })).toEqual([]);
    expect(await round(5, workers, { active_workers: 0 })).toEqual(['fired']);
    expect(await sent()).toEqual(['firing']);
    expect(await round(10, workers, { active_workers: 1 })).toEqual(['changed']);
    expect(await round(20, workers, { active_workers: 0 })).toEqual(['changed']);
    expect(await round(25, workers, { active_workers: 1 })).toEqual(['changed']);
    expect(await round(50, workers, { active_workers: 1 })).toEqual([]);
    expect(await round(55, workers, { active_workers: 1 })).toEqual(['resolved']);
    expect(await sent()).toEqual(['resolved']);
    expect(await recentAlerts(database, 5)).toMatchObject([
      { name: 'w', state: 'resolved', figure: 'active_workers', value: 0, endedAt: new Date(start + 55_000) },
    ]);
  });

  it('waits for as long as the rule says, and remembers it in Postgres', async () => {
    expect(await round(0, patient, { queue_length: 9 })).toEqual(['raised']);
    expect(await openAlerts(database)).toMatchObject([{ state: 'pending', value: 9, firedAt: null }]);
    expect(await sent()).toEqual([]);
    expect(await round(59, patient, { queue_length: 7 })).toEqual([]);
    expect(await round(60, patient, { queue_length: 8 })).toEqual(['fired']);
    expect(await openAlerts(database)).toMatchObject([
      { state: 'firing', value: 8, firedAt: new Date(start + 60_000) },
    ]);
    expect(await sent()).toEqual(['firing']);
  });

  it('cancels what did not hold long enough, and tells nobody', async () => {
    await round(0, patient, { queue_length: 9 });
    expect(await round(30, patient, { queue_length: 1 })).toEqual(['cancelled']);
    expect(await recentAlerts(database, 5)).toMatchObject([{ state: 'cancelled', firedAt: null }]);
    expect(await sent()).toEqual([]);
  });

  it('changes nothing by what it does not know', async () => {
    await round(0, workers, { active_workers: 0 });
    for (const seconds of [60, 120, 180]) expect(await round(seconds, workers, {})).toEqual([]);
    expect(await openAlerts(database)).toMatchObject([{ state: 'firing' }]);
  });

  it('ends the alert of a rule that is gone from the file', async () => {
    await round(0, [...workers, ...patient], { active_workers: 0, queue_length: 9 });
    expect((await round(5, [], {})).toSorted()).toEqual(['cancelled', 'changed']);
    expect(await round(35, [], {})).toEqual(['resolved']);
    expect(await sent()).toEqual(['firing']);
    expect(await sent()).toEqual(['resolved']);
  });

  it('of two monitors at once writes the news once', async () => {
    const outcomes = await Promise.all([1, 2, 3].map(() => round(0, workers, { active_workers: 0 })));
    expect(outcomes.flat()).toEqual(['fired']);
    expect(await sent()).toEqual(['firing']);
  });
});
