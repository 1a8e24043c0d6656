import { inTransaction, type Database } from '@vocalborn/database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freshSchema } from './fixtures/raw-events.js';
import {
  addSilence,
  changeAlert,
  claimDeliveries,
  claimRepeats,
  endSilence,
  noteDelivered,
  noteNotDelivered,
  openAlerts,
  presentSilences,
  purgeAlerts,
  raiseAlert,
  recentAlerts,
  writeDeliveries,
  type NewAlert,
} from './index.js';

let database: Database;
beforeAll(async () => {
  database = await freshSchema();
});
afterAll(() => database.close());
beforeEach(() => database.query('truncate alerts, alert_silences cascade'));

const channels = ['webhook', 'alertmanager'];
const firing: NewAlert = {
  name: '佇列積壓告警',
  condition: 'queue_length > 50',
  severity: 'warning',
  state: 'firing',
  figure: 'queue_length',
  value: 60,
  since: new Date('2026-01-01T00:00:00Z'),
  firedAt: new Date('2026-01-01T00:00:05Z'),
};

const fire = (alert: NewAlert = firing): Promise<string> =>
  inTransaction(database, async (query) => {
    const alertId = (await raiseAlert(query, alert))!;
    await writeDeliveries(query, alertId, 'firing', channels);
    return alertId;
  });

const resolve = (alertId: string): Promise<boolean> =>
  inTransaction(database, async (query) => {
    const end = { ...firing, state: 'resolved', endedAt: new Date(), calmSince: null } as const;
    const done = await changeAlert(query, { alertId, state: 'firing' }, end);
    if (done) await writeDeliveries(query, alertId, 'resolved', channels);
    return done;
  });

const claim = (only = channels) => claimDeliveries(database, { channels: only, leaseSeconds: 60, limit: 10 });
const silence = () => addSilence(database, { name: firing.name, minutes: 5, actor: 'admin:1', reason: 'maintenance' });

describe('alerts', () => {
  it('are open once per name', async () => {
    const alertId = await fire();
    expect(await inTransaction(database, (query) => raiseAlert(query, firing))).toBeNull();
    expect(await openAlerts(database)).toMatchObject([{ ...firing, alertId, endedAt: null }]);
    expect(await resolve(alertId)).toBe(true);
    expect(await openAlerts(database)).toEqual([]);
    await fire();
    expect((await recentAlerts(database, 10)).map((alert) => alert.state).toSorted()).toEqual(['firing', 'resolved']);
  });

  it('are changed only from the expected state', async () => {
    const alertId = await fire();
    expect(await resolve(alertId)).toBe(true);
    expect(await resolve(alertId)).toBe(false);
  });

  it('are deleted when they ended long ago, with their deliveries', async () => {
    const ended = await fire();
    await resolve(ended);
    await fire({ ...firing, name: 'still open' });
    await database.query(`update alerts set since = now() - interval '100 days'`);
    await inTransaction(database, (query) => purgeAlerts(query, 90));
    expect(await recentAlerts(database, 10)).toHaveLength(2);
    await database.query(`update alerts set ended_at = ended_at - interval '91 days'`);
    await inTransaction(database, (query) => purgeAlerts(query, 90));
    expect((await recentAlerts(database, 10)).map((alert) => alert.name)).toEqual(['still open']);
  });
});

describe('deliveries', () => {
  it('are taken once, with what they tell', async () => {
    const alertId = await fire();
    const taken = await claim();
    expect(taken.map((delivery) => delivery.channel).toSorted()).toEqual(channels.toSorted());
    expect(taken[0]).toMatchObject({
      transition: 'firing',
      attempts: 1,
      repeated: false,
      alert: { alertId, value: 60 },
    });
    expect(await claim()).toEqual([]);
  });

  it('are taken by one of several at a time', async () => {
    for (let number = 0; number < 8; number += 1) await fire({ ...firing, name: `alert ${number}` });
    const all = (await Promise.all([claim(), claim(), claim(), claim()])).flat();
    expect(all.length).toBeGreaterThan(0);
    expect(new Set(all.map((delivery) => delivery.deliveryId)).size).toBe(all.length);
  });

  it('come back when their time has come, or their holder vanished', async () => {
    await fire();
    const [first] = await claim(['webhook']);
    await noteNotDelivered(database, first!.deliveryId, 'answered 500', 0);
    const [again] = await claim(['webhook']);
    expect(again).toMatchObject({ deliveryId: first!.deliveryId, attempts: 2 });
    expect(await claim(['webhook'])).toEqual([]);
    await database.query(`update alert_deliveries set next_attempt_at = now()`);
    expect(await claim(['webhook'])).toMatchObject([{ attempts: 3 }]);
  });

  it('end when they are given up', async () => {
    await fire();
    const [only] = await claim(['webhook']);
    await noteNotDelivered(database, only!.deliveryId, 'answered 500', null);
    expect(await claim(['webhook'])).toEqual([]);
  });

  it('tell the end of an alert only after its beginning', async () => {
    const alertId = await fire();
    const [begun] = await claim(['webhook']);
    await resolve(alertId);
    expect(await claim(['webhook'])).toEqual([]);
    await noteDelivered(database, begun!.deliveryId);
    expect(await claim(['webhook'])).toMatchObject([{ transition: 'resolved', alert: { state: 'resolved' } }]);
  });

  it('are repeated to those who forget, while the alert fires', async () => {
    const alertId = await fire();
    const repeats = () =>
      claimRepeats(database, { channels: ['alertmanager'], leaseSeconds: 60, everySeconds: 60, limit: 10 });
    for (const { deliveryId } of await claim()) await noteDelivered(database, deliveryId);
    expect(await repeats()).toEqual([]);
    const later = `update alert_deliveries set delivered_at = delivered_at - interval '61 seconds',
      next_attempt_at = next_attempt_at - interval '61 seconds'`;
    await database.query(later);
    const [repeated] = await repeats();
    expect(repeated).toMatchObject({ channel: 'alertmanager', repeated: true });
    expect(await repeats()).toEqual([]);
    await resolve(alertId);
    expect(await claim(['alertmanager'])).toEqual([]);
    await noteDelivered(database, repeated!.deliveryId);
    expect(await claim(['alertmanager'])).toMatchObject([{ transition: 'resolved' }]);
    await database.query(later);
    expect(await repeats()).toEqual([]);
  });
});

describe('a silence', () => {
  it('holds back what is new, until it is over', async () => {
    const { silenceId } = await silence();
    await fire();
    expect(await claim()).toEqual([]);
    expect(await presentSilences(database)).toMatchObject([{ name: firing.name, actor: 'admin:1' }]);
    expect(await endSilence(database, silenceId)).toMatchObject({ silenceId });
    expect(await endSilence(database, silenceId)).toBeNull();
    expect(await presentSilences(database)).toEqual([]);
    expect(await claim()).toHaveLength(2);
  });

  it('over the whole of an alert leaves nothing to tell', async () => {
    const { silenceId } = await silence();
    await resolve(await fire());
    await endSilence(database, silenceId);
    expect(await claim()).toEqual([]);
  });

  it('does not keep from those who heard of the alert that it is over', async () => {
    const alertId = await fire();
    for (const { deliveryId } of await claim(['webhook'])) await noteDelivered(database, deliveryId);
    const { silenceId } = await silence();
    await resolve(alertId);
    expect(await claim()).toEqual([]);
    await endSilence(database, silenceId);
    expect(await claim()).toMatchObject([{ channel: 'webhook', transition: 'resolved' }]);
  });
});
