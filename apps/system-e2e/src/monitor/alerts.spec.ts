import type { monitor } from '@vocalborn/client';
import { System, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AlertReceiver } from './alert-receiver.js';
import { askMonitor } from './monitor-client.js';

const name = 'Worker 離線告警';
const rule = `  - {name: ${name}, condition: active_workers == 0, severity: critical, keep: 4s}\n`;
const patience = { timeoutMs: 180_000 };

interface Told {
  readonly status: string;
  readonly name: string;
  readonly alert_id: string;
  readonly display: string;
}

let system: System;
let receiver: AlertReceiver<Told>;
const folder = temporaryFolder('alerts');
const rulesFile = join(folder.path, 'alerts.yaml');

beforeAll(async () => {
  receiver = await AlertReceiver.start<Told>();
  writeFileSync(rulesFile, `alerts:\n${rule}`);
  const monitor = { ALERT_WEBHOOK_URL: receiver.url, ALERT_RULES_FILE: rulesFile };
  system = await System.start({ workers: 1, env: { monitor } });
});
afterAll(async () => {
  await system.stop();
  await receiver.stop();
  folder.remove();
});

const alerts = async (): Promise<monitor.AlertsDto> =>
  (await askMonitor(system, '/api/alerts')).body as monitor.AlertsDto;
const ruleNow = async () => (await alerts()).rules.find((each) => each.name === name);
const told = (): string[] => receiver.bodies.map(({ status }) => status);

describe('an alert', () => {
  it('is quiet while a worker works', async () => {
    const quiet = await waitFor(async () => ((await ruleNow())?.value === 1 ? ruleNow() : null), {
      what: 'the worker to be seen',
    });
    expect(quiet).toMatchObject({ state: 'inactive', display: '1', severity: 'critical', since: null, for_seconds: 0 });
  });

  it('fires when the last worker is killed, and tells the webhook once', async () => {
    await system.app('analysis-worker').kill();
    await waitFor(() => told().length > 0, { what: 'the webhook to be told', ...patience });
    expect(receiver.bodies).toMatchObject([{ status: 'firing', name, display: '0' }]);
    expect(await ruleNow()).toMatchObject({ state: 'firing', value: 0 });
    const metrics = await (await fetch(`${system.app('monitor').url}/metrics`)).text();
    expect(metrics).toContain(`vocalborn_alert_firing{name="${name}",severity="critical",app="monitor"} 1`);
  });

  it('is still the same one after the monitor was killed', async () => {
    const [before] = (await alerts()).history;
    await system.app('monitor').kill();
    await system.startApp('monitor');
    const [after] = (await alerts()).history;
    expect(after).toEqual(before);
    expect((await ruleNow())?.state).toBe('firing');
  });

  it('is silenced by an operator, and by name in the audit log', async () => {
    const body = { name, minutes: 10, reason: 'we know' };
    const added = await askMonitor(system, '/api/alerts/silences', { method: 'POST', body });
    const silence = added.body as monitor.PresentSilenceDto;
    expect(added.status).toBe(201);
    expect(Date.parse(silence.until) - Date.now()).toBeGreaterThan(9 * 60_000);
    expect(await ruleNow()).toMatchObject({ state: 'firing', silenced_until: silence.until });
    const { body: listed } = await askMonitor(system, '/api/alerts/silences');
    expect(listed).toMatchObject({ silences: [{ ...silence, reason: 'we know' }] });
    const { body: audit } = await askMonitor(system, `/api/audit?target=${encodeURIComponent(name)}`);
    expect(audit).toMatchObject({ actions: [{ action: 'alert.silence', target: name, outcome: 'done' }] });
  });

  it('resolves when a worker is back, and is told to be over once the silence is', async () => {
    await system.startApp('analysis-worker');
    await waitFor(async () => (await ruleNow())?.state === 'inactive', { what: 'the alert to resolve', ...patience });
    expect(told()).toEqual(['firing']);
    const { silences } = (await askMonitor(system, '/api/alerts/silences')).body as monitor.SilencesDto;
    const path = `/api/alerts/silences/${silences[0]?.silence_id ?? ''}`;
    expect((await askMonitor(system, path, { method: 'DELETE' })).status).toBe(200);
    expect((await askMonitor(system, path, { method: 'DELETE' })).status).toBe(404);
    await waitFor(() => told().length > 1, { what: 'the webhook to be told' });
    expect(told()).toEqual(['firing', 'resolved']);
    expect(new Set(receiver.bodies.map((each) => each.alert_id)).size).toBe(1);
  });
});

describe('the alert file', () => {
  it('is refused with line and reason when an edit breaks it, and the old rules stay', async () => {
    writeFileSync(rulesFile, `alerts:\n${rule}  - {name: 2, condition: queue_lenght > 5, severity: info}\n`);
    const { rules, rules_file: file } = await waitFor(
      async () => {
        const answer = await alerts();
        return answer.rules_file.error === null ? null : answer;
      },
      { what: 'the refusal' },
    );
    expect(rules.map((each) => each.name)).toEqual([name]);
    expect(file).toMatchObject({
      path: rulesFile,
      error: 'line 3, column 26: there is no figure `queue_lenght`; did you mean `queue_length`?',
    });
  });

  it('is taken when it is mended', async () => {
    writeFileSync(rulesFile, `alerts:\n${rule}  - {name: 2, condition: queue_length > 5, severity: info, for: 1m}\n`);
    const answer = await waitFor(
      async () => {
        const now = await alerts();
        return now.rules.length === 2 ? now : null;
      },
      { what: 'the new rule' },
    );
    expect(answer.rules[1]).toMatchObject({ name: '2', condition: 'queue_length > 5', for_seconds: 60 });
    expect(answer.rules_file.error).toBeNull();
  });

  it('with a fault lets no monitor start', async () => {
    const broken = join(folder.path, 'broken.yaml');
    writeFileSync(broken, 'alerts:\n  - {name: a, condition: failure_rate > 10s, severity: bad}\n');
    const started = system.startApp('monitor', 2, { ALERT_RULES_FILE: broken });
    await expect(started).rejects.toThrow(
      /status 78[^]*line 2, column \d+: `failure_rate` is given in %[^]*`severity` must be/,
    );
  });
});

it('no secret of a channel is logged', () => {
  const output = system.app('monitor').output();
  expect(output).toContain('alert');
  expect(output).not.toContain('xyzzy');
});
