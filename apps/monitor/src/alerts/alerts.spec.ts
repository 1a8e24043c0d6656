import { temporaryFolder } from '@vocalborn/system-harness';
import { inTransaction, withAdvisoryLock } from '@vocalborn/database';
import { changeAlert, openAlerts } from '@vocalborn/monitor-store';
import { readRules, type AlertRule, type KpiValues } from '@vocalborn/monitoring-rules';
import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';
import { workerReport } from '../fixtures/worker-report.js';
import { alertsLock } from './alert-engine.js';
import { evaluateAlerts } from './alert-round.js';

const file = `alerts:
  - {name: backlog, condition: queue_length > 5, severity: warning, for: 1m}
  - {name: slow, condition: avg_processing_time > 60s, severity: critical}
  - {name: no worker, condition: active_workers == 0, severity: critical}
`;
/** Ended alerts are kept for some months only, so the rounds of this spec are of the last hour. */
const start = Date.now() - 3_600_000;
const instant = (seconds: number) => new Date(start + seconds * 1_000);
const folder = temporaryFolder('alerts');
let monitor: StartedMonitor;
let rules: readonly AlertRule[];
let engineMayRun = (): void => undefined;
let engineStands: Promise<unknown>;
beforeAll(async () => {
  const path = join(folder.path, 'alerts.yaml');
  writeFileSync(path, file);
  monitor = await StartedMonitor.start({ ALERT_RULES_FILE: path, ALERT_WINDOW_SECONDS: '600' });
  await monitor.worker(workerReport());
  // Without the lock the engine of the monitor does not evaluate the rules, so every round is one of this spec.
  engineStands = withAdvisoryLock(monitor.database, alertsLock, () => new Promise<void>((end) => (engineMayRun = end)));
  const reading = readRules(file);
  rules = 'rules' in reading ? reading.rules : [];
});
afterAll(async () => {
  engineMayRun();
  await engineStands;
  await monitor.stop();
  folder.remove();
});

/** Evaluates the rules as if the queue had this length. */
const round = (queueLength: number, seconds: number) =>
  evaluateAlerts(monitor.database, {
    rules,
    values: { queue_length: queueLength, active_workers: 1, avg_processing_time: null } as KpiValues,
    at: instant(seconds),
    channels: [],
  });
interface Shown {
  readonly rules: { readonly silenced_until: string | null }[];
  readonly history: object[];
  readonly rules_file: object;
}
const alerts = async () => (await monitor.ask('GET', '/api/alerts')).body as Shown;
const silences = async () =>
  ((await monitor.ask('GET', '/api/alerts/silences')).body as { silences: { silence_id: string }[] }).silences;
const silence = (body: unknown) => monitor.ask('POST', '/api/alerts/silences', { body });

describe('GET /api/alerts', () => {
  it('shows every rule with its present value', async () => {
    const { rules: shown, rules_file } = await alerts();
    expect(shown).toMatchObject([
      {
        name: 'backlog',
        condition: 'queue_length > 5',
        for_seconds: 60,
        state: 'inactive',
        value: 0,
        display: '0',
        window_seconds: null,
      },
      { name: 'slow', severity: 'critical', value: null, display: '–', window_seconds: 600 },
      { name: 'no worker', value: 1, since: null, silenced_until: null },
    ]);
    expect(rules_file).toEqual({
      path: expect.stringContaining('alerts.yaml'),
      loaded_at: expect.any(String),
      error: null,
    });
  });

  it('follows an alert from pending to its end', async () => {
    await round(6, 0);
    expect((await alerts()).rules[0]).toMatchObject({ state: 'pending', since: instant(0).toISOString() });
    await round(7, 60);
    expect((await alerts()).rules[0]).toMatchObject({ state: 'firing' });
    await round(0, 70);
    await round(0, 100);
    const { rules: shown, history } = await alerts();
    expect(shown[0]).toMatchObject({ state: 'inactive' });
    expect(history).toMatchObject([
      {
        name: 'backlog',
        state: 'resolved',
        value: 7,
        fired_at: instant(60).toISOString(),
        ended_at: instant(100).toISOString(),
      },
    ]);
  });

  it('lists an alert that ended before it fired as cancelled', async () => {
    await round(6, 200);
    await round(0, 210);
    expect((await alerts()).history[0]).toMatchObject({ state: 'cancelled', fired_at: null, value: 6 });
  });

  it('takes no query', async () => expect((await monitor.ask('GET', '/api/alerts?state=firing')).status).toBe(400));
});

describe('an alert that two monitors change', () => {
  it('keeps the change of the first one', async () => {
    await round(6, 300);
    const [alert] = await openAlerts(monitor.database);
    const change = {
      state: 'firing',
      figure: 'queue_length',
      value: 6,
      firedAt: new Date(),
      endedAt: null,
      calmSince: null,
    } as const;
    const both = await inTransaction(monitor.database, async (query) => [
      await changeAlert(query, alert!, change),
      await changeAlert(query, alert!, { ...change, state: 'cancelled' }),
    ]);
    expect(both).toEqual([true, false]);
  });
});

describe('silences', () => {
  it('are added, listed and ended by operators', async () => {
    const added = await silence({ name: 'backlog', minutes: 5, reason: '維護 🎉' });
    expect(added).toMatchObject({ status: 201, body: { name: 'backlog' } });
    expect(await silences()).toMatchObject([
      { silence_id: added.body.silence_id, actor: 'basic:operator', reason: '維護 🎉' },
    ]);
    expect((await alerts()).rules[0]!.silenced_until).toBe(added.body.until);
    const ended = await monitor.ask('DELETE', `/api/alerts/silences/${added.body.silence_id as string}`);
    expect(ended).toMatchObject({ status: 200, body: { silence_id: added.body.silence_id, name: 'backlog' } });
    expect(await silences()).toEqual([]);
    expect((await monitor.ask('DELETE', `/api/alerts/silences/${added.body.silence_id as string}`)).status).toBe(404);
  });

  it('show the latest end of several for one rule', async () => {
    const [first, second] = [
      await silence({ name: 'slow', minutes: 60, reason: 'a' }),
      await silence({ name: 'slow', minutes: 30, reason: 'b' }),
    ];
    expect((await alerts()).rules[1]!.silenced_until).toBe(first.body.until);
    expect((await silences()).map((each) => each.silence_id)).toEqual([second.body.silence_id, first.body.silence_id]);
  });

  it('are recorded in the audit log', async () => {
    const { body } = await monitor.ask('GET', '/api/audit?target=backlog');
    expect(body.actions).toMatchObject([
      { action: 'alert.unsilence', outcome: 'done' },
      { action: 'alert.silence', outcome: 'done', details: { minutes: 5, reason: '維護 🎉' } },
    ]);
  });

  it.each<[string, object, number, RegExp]>([
    ['an unknown rule', { name: 'other', minutes: 1, reason: 'x' }, 404, /^there is no alert rule 'other'$/],
    ['no reason', { name: 'backlog', minutes: 1, reason: '' }, 400, /reason should not be empty/],
    ['a long reason', { name: 'backlog', minutes: 1, reason: 'x'.repeat(501) }, 400, /reason must be shorter/],
    ['half a surrogate pair', { name: 'backlog', minutes: 1, reason: '\ud800' }, 400, /^reason must hold neither NUL/],
    ['no minutes', { name: 'backlog', reason: 'x' }, 400, /minutes must be an integer number/],
    ['minutes as text', { name: 'backlog', minutes: '5', reason: 'x' }, 400, /minutes must be an integer number/],
    [
      'more than 30 days',
      { name: 'backlog', minutes: 43_201, reason: 'x' },
      400,
      /minutes must not be greater than 43200/,
    ],
    ['an unknown field', { name: 'backlog', minutes: 1, reason: 'x', for: 1 }, 400, /there is no field 'for' here/],
  ])('are refused with %s', async (_, body, status, detail) => {
    const answer = await silence(body);
    expect(answer.status).toBe(status);
    expect(answer.body.detail).toMatch(detail);
  });

  it('are ended by their id only', async () => {
    expect((await monitor.ask('DELETE', `/api/alerts/silences/${randomUUID()}`)).status).toBe(404);
    expect((await monitor.ask('DELETE', '/api/alerts/silences/7')).status).toBe(400);
  });
});
