import { runStatement, type Database, type Query } from '@vocalborn/database';
import { randomUUID } from 'node:crypto';

/** An alert. It begins when its condition holds; `cancelled` means that it ended before it fired. */
export interface StoredAlert {
  readonly alertId: string;
  readonly name: string;
  readonly condition: string;
  readonly severity: string;
  readonly state: 'pending' | 'firing' | 'resolved' | 'cancelled';
  /** The figure of `value`. */
  readonly figure: string;
  readonly value: number | null;
  readonly since: Date;
  readonly firedAt: Date | null;
  readonly endedAt: Date | null;
  readonly calmSince: Date | null;
}

export type NewAlert = Pick<
  StoredAlert,
  'name' | 'condition' | 'severity' | 'state' | 'figure' | 'value' | 'since' | 'firedAt'
>;

/** The fields of an open alert that can change. */
export type AlertChange = Pick<StoredAlert, 'state' | 'figure' | 'value' | 'firedAt' | 'endedAt' | 'calmSince'>;

const columns = `alert_id as "alertId", name, condition, severity, state, figure, value, since,
  fired_at as "firedAt", ended_at as "endedAt", calm_since as "calmSince"`;

/** Index: one_open_alert_per_name. */
const openStatement = {
  name: 'open-alerts',
  text: `select ${columns} from alerts where state in ('pending', 'firing') order by name`,
};

/** Index: alerts_by_time. */
const recentStatement = {
  name: 'recent-alerts',
  text: `select ${columns} from alerts order by since desc, alert_id desc limit $1`,
};

/** Alerts that have not ended. */
export function openAlerts(database: Database): Promise<StoredAlert[]> {
  return runStatement<StoredAlert>(database, openStatement, []);
}

/** The latest alerts, ended or not, newest first. */
export function recentAlerts(database: Database, limit: number): Promise<StoredAlert[]> {
  return runStatement<StoredAlert>(database, recentStatement, [limit]);
}

/** Does nothing if an alert with this name is open. Index: one_open_alert_per_name. */
const insertText = `
  insert into alerts (alert_id, name, condition, severity, state, figure, value, since, fired_at)
  values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
  on conflict (name) where state in ('pending', 'firing') do nothing
  returning alert_id`;

/** @returns the id of the alert; null when an alert with this name is already open */
export async function raiseAlert(query: Query, alert: NewAlert): Promise<string | null> {
  const { name, condition, severity, state, figure, value, since, firedAt } = alert;
  const values = [randomUUID(), name, condition, severity, state, figure, value, since, firedAt];
  const [row] = (await query(insertText, values)) as { alert_id: string }[];
  return row?.alert_id ?? null;
}

/** Index: primary key. The expected state prevents a former leader from undoing a change of the present one. */
const changeText = `
  update alerts set state = $3, figure = $4, value = $5, fired_at = $6, ended_at = $7, calm_since = $8
  where alert_id = $1 and state = $2
  returning alert_id`;

/** @returns whether the alert was still in the expected state; if not, nothing has changed */
export async function changeAlert(
  query: Query,
  { alertId, state: expected }: Pick<StoredAlert, 'alertId' | 'state'>,
  change: AlertChange,
): Promise<boolean> {
  const { state, figure, value, firedAt, endedAt, calmSince } = change;
  return (await query(changeText, [alertId, expected, state, figure, value, firedAt, endedAt, calmSince])).length > 0;
}

/** Index: alerts_by_time. */
const purgeText = `
  delete from alerts where since < now() - $1::int * interval '1 day' and ended_at < now() - $1::int * interval '1 day'`;

/** Deletes the alerts that ended more than the given number of days ago, with their messages. */
export async function purgeAlerts(query: Query, days: number): Promise<void> {
  await query(purgeText, [days]);
}
