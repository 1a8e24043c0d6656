import { describe, expect, it } from 'vitest';
import { isKpiName, kpis } from '../kpis/kpis.js';
import {
  healthConditions,
  holds,
  limitOf,
  passText,
  type ConditionName,
  type HealthCondition,
} from './health-conditions.js';

const rows = Object.entries(healthConditions) as [ConditionName, HealthCondition][];

describe('the limits of the specification', () => {
  it('are those of the table of alerts', () => {
    const alerts = rows.flatMap(([name, { observes, alert }]) =>
      alert && name !== 'recordingsUnusable'
        ? [[alert.name, observes, alert.operator, alert.limit, alert.severity]]
        : [],
    );
    expect(alerts).toEqual([
      ['佇列積壓告警', 'queue_length', '>', 50, 'warning'],
      ['任務失敗率告警', 'failure_rate', '>', 10, 'critical'],
      ['Worker 離線告警', 'active_workers', '==', 0, 'critical'],
      ['處理時間異常告警', 'avg_processing_time', '>', 60, 'warning'],
      ['Redis 記憶體使用告警', 'redis_memory_usage', '>', 80, 'warning'],
    ]);
  });

  it('are those of the daily checklist', () => {
    expect(passText('queueLong')).toBe('< 10');
    expect(passText('successesRare')).toBe('> 90%');
    expect(passText('redisMemoryShort')).toBe('< 70%');
  });
});

describe('a limit', () => {
  it.each([
    ['daily', 'queueLong', 9, false],
    ['daily', 'queueLong', 10, true],
    ['alert', 'queueLong', 50, false],
    ['alert', 'queueLong', 51, true],
    ['daily', 'successesRare', 90, true],
    ['daily', 'successesRare', 90.1, false],
    ['daily', 'redisMemoryShort', 69.9, false],
    ['daily', 'redisMemoryShort', 70, true],
    ['doctor', 'redisMemoryShort', 80, false],
    ['doctor', 'redisMemoryShort', 80.1, true],
    ['daily', 'noWorker', 0, true],
    ['daily', 'noWorker', 1, false],
    ['daily', 'workersLost', 0, false],
    ['daily', 'workersLost', 1, true],
    ['dashboard', 'waitLong', 300, false],
    ['dashboard', 'waitLong', 301, true],
    ['doctor', 'waitLong', 61, true],
    ['doctor', 'nothingSucceeds', 2, false],
    ['doctor', 'nothingSucceeds', 3, true],
  ] as const)('of %s for %s holds for %d: %s', (judge, name, value, expected) => {
    expect((holds as (judge: string, name: string, value: number) => boolean)(judge, name, value)).toBe(expected);
  });

  it('that a judge does not have is an error', () => {
    expect(() => limitOf('alert', 'workersLost' as never)).toThrow('alert does not judge workersLost');
  });
});

describe('limits that judges share', () => {
  it.each([
    ['noWorker', ['alert', 'dashboard', 'doctor', 'daily']],
    ['processingSlow', ['alert', 'doctor']],
    ['nothingSucceeds', ['dashboard', 'doctor']],
  ] as const)('of %s are the same for %j', (name, judges) => {
    const condition: HealthCondition = healthConditions[name];
    expect(new Set(judges.map((judge) => condition[judge]?.limit)).size).toBe(1);
  });

  it.each([
    ['queueLong', 'daily', 'alert'],
    ['redisMemoryShort', 'daily', 'alert'],
    ['waitLong', 'doctor', 'dashboard'],
    ['workerMemoryShort', 'doctor', 'dashboard'],
  ] as const)('of %s are reached sooner by %s than by %s', (name, sooner, later) => {
    const condition: HealthCondition = healthConditions[name];
    expect(condition[sooner]?.limit ?? Infinity).toBeLessThan(condition[later]?.limit ?? 0);
  });
});

describe('every row', () => {
  it('has a sentence exactly when the banner can tell of it', () => {
    const bars = ['workerMemoryShort', 'workerBusy'];
    const spoken = rows.filter(([, { says }]) => says !== undefined).map(([name]) => name);
    const shown = rows.filter(([name, { dashboard }]) => dashboard !== undefined && !bars.includes(name));
    expect(spoken).toEqual(shown.map(([name]) => name));
  });

  it('has somebody who judges it', () => {
    const unjudged = rows.filter(([, { alert, dashboard, doctor, daily }]) => !(alert ?? dashboard ?? doctor ?? daily));
    expect(unjudged).toEqual([]);
  });

  it('of a key figure is in the unit of the figure', () => {
    for (const [name, { observes, unit }] of rows) {
      if (typeof observes === 'string')
        expect([name, isKpiName(observes) && kpis[observes].unit]).toEqual([name, unit]);
    }
  });

  it('of a percentage has limits from 0 to 100', () => {
    for (const [name, { unit, alert, dashboard, doctor, daily }] of rows) {
      if (unit !== 'percent') continue;
      for (const bound of [alert, dashboard, doctor, daily]) {
        if (bound) expect([name, bound.limit >= 0 && bound.limit <= 100]).toEqual([name, true]);
      }
    }
  });
});
