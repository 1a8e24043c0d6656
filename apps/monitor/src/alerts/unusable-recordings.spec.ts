import { readRules } from '@vocalborn/monitoring-rules';
import { openAlerts } from '@vocalborn/monitor-store';
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { Measure } from '../kpis/measure.js';
import { defaultAlertFile } from '../packaged-files.js';
import { evaluateAlerts } from './alert-round.js';

let monitor: StartedMonitor;
beforeEach(async () => {
  monitor = await StartedMonitor.start();
});
afterEach(() => monitor.stop());

/** The alerts about ended tasks that fire under the shipped rules. */
async function firing(): Promise<string[]> {
  const reading = readRules(readFileSync(defaultAlertFile, 'utf8'));
  if ('faults' in reading) throw new Error('the shipped rules have faults');
  const rules = reading.rules.filter(({ text }) => /^(failure|unusable_recording)_rate/.test(text));
  const { values } = await monitor.app.get(Measure).overAlertWindow();
  await evaluateAlerts(monitor.database, { rules, values, at: new Date(), channels: [] });
  return (await openAlerts(monitor.database)).filter(({ state }) => state === 'firing').map(({ name }) => name);
}

it('a wave of unusable recordings fires its own alert and not that of failures', async () => {
  await monitor.succeeded();
  for (let count = 0; count < 4; count += 1) await monitor.failed('file');
  expect(await firing()).toEqual(['無法使用的錄音告警']);
});

it.each(['network', 'ai_service', 'timeout', 'unclassified'] as const)(
  'failures of kind %s fire the alert of failures only',
  async (kind) => {
    await monitor.succeeded();
    await monitor.failed(kind);
    expect(await firing()).toEqual(['任務失敗率告警']);
  },
);

it('some unusable recordings among many successes fire nothing', async () => {
  for (let count = 0; count < 3; count += 1) await monitor.succeeded();
  await monitor.failed('file');
  expect(await firing()).toEqual([]);
});
