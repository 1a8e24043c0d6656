import { runStatement, type Database, type Query } from '@vocalborn/database';
import type { StoredAlert } from './alerts.js';

export type AlertNews = 'firing' | 'resolved';

/** A message that must be sent now, with its alert. Its holder must record the outcome before the lease ends. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  readonly transition: AlertNews;
  readonly channel: string;
  /** Number of attempts to send it, including this one. */
  readonly attempts: number;
  /** Whether the message repeats one that was sent before. */
  readonly repeated: boolean;
  readonly alert: Omit<StoredAlert, 'calmSince'>;
}

/**
 * Writes a message about an alert for each channel. It runs in the transaction that changes the alert, so a crash
 * cannot separate the two. No message is sent about an alert that was silenced from its start to its end.
 */
export async function writeDeliveries(
  query: Query,
  alertId: string,
  transition: AlertNews,
  channels: readonly string[],
): Promise<void> {
  if (transition === 'firing') {
    await query(fireText, [alertId, channels]);
    return;
  }
  await query(dropSilencedText, [alertId]);
  await query(resolveText, [alertId, channels]);
}

const fireText = `
  insert into alert_deliveries (alert_id, transition, channel)
  select $1, 'firing', channel from unnest($2::text[]) as channel
  on conflict do nothing`;

/** Locks the alert, so that an alert that ends at the same time gets either no message or both. */
const owedStatement = {
  name: 'write-owed-alert-deliveries',
  text: `
    insert into alert_deliveries (alert_id, transition, channel)
    select a.alert_id, 'firing', channel from alerts a cross join unnest($1::text[]) as channel
    where a.state = 'firing' and not exists (
      select from alert_deliveries d
      where d.alert_id = a.alert_id and d.transition = 'firing' and d.channel = channel.channel)
    for share of a
    on conflict do nothing`,
};

/**
 * Writes the missing messages about firing alerts. They are missing when a channel was added during an incident, or
 * is configured only at a monitor that does not evaluate the rules. Index: one_open_alert_per_name.
 */
export async function writeOwedDeliveries(database: Database, channels: readonly string[]): Promise<void> {
  await runStatement(database, owedStatement, [channels]);
}

const silenced = (alert: string) =>
  `exists (select from alert_silences s where s.name = ${alert}.name and s.until > now())`;

/** A message that was never sent needs no message about the end of its alert. */
const dropSilencedText = `
  update alert_deliveries d set given_up_at = now(), last_error = 'silenced until its end'
  from alerts a
  where d.alert_id = $1 and a.alert_id = d.alert_id and d.transition = 'firing' and d.attempts = 0
    and d.given_up_at is null and ${silenced('a')}`;

const resolveText = `
  insert into alert_deliveries (alert_id, transition, channel)
  select alert_id, 'resolved', channel from alert_deliveries
  where alert_id = $1 and transition = 'firing' and channel = any($2)
    and (given_up_at is null or attempts > 0)
  on conflict do nothing`;

const claimed = `d.delivery_id as "deliveryId", d.transition, d.channel, d.attempts,
  a.alert_id as "alertId", a.name, a.condition, a.severity, a.state, a.figure, a.value, a.since,
  a.fired_at as "firedAt", a.ended_at as "endedAt"`;

/**
 * Messages about an alert keep their order: an earlier message that is due or being sent goes first.
 * Index: due_alert_deliveries; alert_deliveries_alert_id_transition_channel_key.
 */
const claimStatement = {
  name: 'claim-alert-deliveries',
  text: `
    update alert_deliveries d
    set attempts = d.attempts + 1, next_attempt_at = now() + $2::int * interval '1 second'
    from alerts a
    where a.alert_id = d.alert_id and d.delivery_id in (
      select due.delivery_id from alert_deliveries due join alerts about using (alert_id)
      where due.delivered_at is null and due.given_up_at is null and due.next_attempt_at <= now()
        and due.channel = any($1) and not ${silenced('about')}
        and not exists (
          select from alert_deliveries earlier
          where earlier.alert_id = due.alert_id and earlier.channel = due.channel
            and earlier.delivery_id < due.delivery_id
            and (earlier.next_attempt_at > now() or (earlier.delivered_at is null and earlier.given_up_at is null)))
      order by due.delivery_id limit $3
      for update of due skip locked)
    returning ${claimed}`,
};

/** Index: one_open_alert_per_name; alert_deliveries_alert_id_transition_channel_key. */
const claimRepeatsStatement = {
  name: 'claim-alert-repeats',
  text: `
    update alert_deliveries d set next_attempt_at = now() + $2::int * interval '1 second'
    from alerts a
    where a.alert_id = d.alert_id and d.delivery_id in (
      select told.delivery_id from alerts about join alert_deliveries told using (alert_id)
      where about.state = 'firing' and told.transition = 'firing' and told.channel = any($1)
        and coalesce(told.delivered_at, told.given_up_at) <= now() - $3::int * interval '1 second'
        and told.next_attempt_at <= now() - $3::int * interval '1 second'
      limit $4
      for update of told skip locked)
    returning ${claimed}`,
};

type ClaimedRow = Pick<ClaimedDelivery, 'deliveryId' | 'transition' | 'channel' | 'attempts'> &
  ClaimedDelivery['alert'];

const asDelivery = (row: ClaimedRow, repeated: boolean): ClaimedDelivery => {
  const { deliveryId, transition, channel, attempts, ...alert } = row;
  return { deliveryId, transition, channel, attempts, repeated, alert };
};

/**
 * Takes messages that are due on the given channels, oldest first. No other process gets them during the lease. A
 * message without a recorded outcome is due again after the lease.
 */
export async function claimDeliveries(
  database: Database,
  options: { readonly channels: readonly string[]; readonly leaseSeconds: number; readonly limit: number },
): Promise<ClaimedDelivery[]> {
  const values = [options.channels, options.leaseSeconds, options.limit];
  const rows = await runStatement<ClaimedRow>(database, claimStatement, values);
  return rows.map((row) => asDelivery(row, false));
}

/** Takes the messages about firing alerts that must be repeated, including those that were given up. */
export async function claimRepeats(
  database: Database,
  options: {
    readonly channels: readonly string[];
    readonly leaseSeconds: number;
    readonly everySeconds: number;
    readonly limit: number;
  },
): Promise<ClaimedDelivery[]> {
  const values = [options.channels, options.leaseSeconds, options.everySeconds, options.limit];
  const rows = await runStatement<ClaimedRow>(database, claimRepeatsStatement, values);
  return rows.map((row) => asDelivery(row, true));
}

/** Index: primary key. */
const deliveredStatement = {
  name: 'alert-delivered',
  text: `
    update alert_deliveries
    set delivered_at = now(), given_up_at = null, next_attempt_at = now(), last_error = null
    where delivery_id = $1`,
};

export async function noteDelivered(database: Database, deliveryId: string): Promise<void> {
  await runStatement(database, deliveredStatement, [deliveryId]);
}

/** Index: primary key. A failed repetition does not undo an earlier delivery. */
const failedStatement = {
  name: 'alert-not-delivered',
  text: `
    update alert_deliveries
    set last_error = $2, next_attempt_at = now() + coalesce($3::int, 0) * interval '1 second',
      given_up_at = case when $3::int is null and delivered_at is null then now() else given_up_at end
    where delivery_id = $1`,
};

/** @param retrySeconds delay before the next attempt; null gives up */
export async function noteNotDelivered(
  database: Database,
  deliveryId: string,
  reason: string,
  retrySeconds: number | null,
): Promise<void> {
  await runStatement(database, failedStatement, [deliveryId, reason, retrySeconds]);
}
