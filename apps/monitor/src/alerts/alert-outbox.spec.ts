import { connectDatabase, inTransaction, migrate, type Database } from '@vocalborn/database';
import { openAlerts, raiseAlert, writeDeliveries } from '@vocalborn/monitor-store';
import { createLogger, metricsRegistry } from '@vocalborn/observability';
import { freshDatabase, waitFor } from '@vocalborn/system-harness';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { defaultAlertFile } from '../packaged-files.js';
import { AlertFile } from './alert-file.js';
import { AlertMetrics } from './alert-metrics.js';
import { AlertOutbox } from './alert-outbox.js';
import { webhookChannel } from './channels/webhook.js';
import { Receiver } from './fixtures/receiver.js';

const logger = createLogger({ name: 'test', level: 'silent' });
const name = 'Worker 離線告警';

let database: Database;
beforeAll(async () => {
  database = await connectDatabase({ url: await freshDatabase(), poolSize: 10, applicationName: 'test' });
  await migrate(database);
});
afterAll(() => database.close());

let receiver: Receiver;
const running: AlertOutbox[] = [];
beforeEach(async () => {
  await database.query('truncate alerts cascade');
  receiver = await Receiver.start();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((outbox) => outbox.onApplicationShutdown()));
  await receiver.stop();
});

async function monitor() {
  const registry = metricsRegistry({ app: 'test' });
  const metrics = new AlertMetrics(registry, database, await AlertFile.open(defaultAlertFile, logger));
  const outbox = new AlertOutbox(database, [webhookChannel(receiver.url)], metrics, logger);
  outbox.onApplicationBootstrap();
  running.push(outbox);
  return registry;
}

const fire = (...channels: readonly string[]) =>
  inTransaction(database, async (query) => {
    const about = { condition: 'active_workers == 0', severity: 'critical', figure: 'active_workers', value: 0 };
    const since = new Date();
    const alertId = await raiseAlert(query, { ...about, name, state: 'firing', since, firedAt: since });
    await writeDeliveries(query, alertId!, 'firing', channels);
    return alertId!;
  });

describe('the outbox', () => {
  it('of several monitors sends a message once', async () => {
    await Promise.all([monitor(), monitor(), monitor()]);
    await fire('webhook');
    await waitFor(async () => (await pending()) === 0, { what: 'the message to be sent' });
    expect(receiver.received).toHaveLength(1);
    expect(receiver.received[0]?.body).toMatchObject({ status: 'firing', name, display: '0' });
  });

  it('tells a channel that was set up later of what fires already, and then of its end', async () => {
    const alertId = await fire();
    await Promise.all([monitor(), monitor()]);
    await waitFor(() => receiver.received.length === 1, { what: 'the message to be sent' });
    await inTransaction(database, async (query) => {
      await query(`update alerts set state = 'resolved', ended_at = now() where alert_id = $1`, [alertId]);
      await writeDeliveries(query, alertId, 'resolved', ['webhook']);
    });
    await waitFor(() => receiver.received.length === 2, { what: 'the end to be told' });
    expect(receiver.received.map(({ body }) => (body as { status: string }).status)).toEqual(['firing', 'resolved']);
  });

  it('tries again until the receiver takes it, and counts how it went', async () => {
    receiver.status = 503;
    const registry = await monitor();
    await fire('webhook');
    await waitFor(() => receiver.received.length === 1, { what: 'the first try' });
    receiver.status = 200;
    await waitFor(async () => (await pending()) === 0, { what: 'the message to be sent' });
    expect(receiver.received.length).toBeGreaterThan(1);
    const [row] = await database.query<{ attempts: number }>('select attempts from alert_deliveries');
    expect(row?.attempts).toBe(receiver.received.length);
    const text = await registry.metrics();
    expect(text).toMatch(/vocalborn_alert_messages_total\{channel="webhook",outcome="failed",app="test"\} 1/);
    expect(text).toMatch(/vocalborn_alert_messages_total\{channel="webhook",outcome="delivered",app="test"\} 1/);
  });

  it('gives up after the last try, and says why', async () => {
    receiver.status = 500;
    await monitor();
    await fire('webhook');
    await waitFor(() => receiver.received.length === 1, { what: 'the first try' });
    await database.query('update alert_deliveries set attempts = 14, next_attempt_at = now()');
    const given = await waitFor(
      async () => {
        const text = 'select last_error from alert_deliveries where given_up_at is not null';
        return (await database.query<{ last_error: string }>(text))[0];
      },
      { what: 'the message to be given up' },
    );
    expect(given.last_error).toBe('answered 500');
  });
});

describe('the metrics', () => {
  it('tell of every rule whether its alert fires', async () => {
    const registry = await monitor();
    await fire('webhook');
    expect(await openAlerts(database)).toHaveLength(1);
    const text = await registry.metrics();
    expect(text).toContain(`vocalborn_alert_firing{name="${name}",severity="critical",app="test"} 1`);
    expect(text).toContain('vocalborn_alert_firing{name="佇列積壓告警",severity="warning",app="test"} 0');
    expect(text).toContain('vocalborn_alert_file_refused{app="test"} 0');
  });
});

async function pending(): Promise<number> {
  const text = 'select count(*)::int as number from alert_deliveries where delivered_at is null';
  const [row] = await database.query<{ number: number }>(text);
  return row?.number ?? 0;
}
