import {
  advance,
  type AlertRule,
  evaluate,
  type KpiValues,
  type OpenAlert,
  type Step,
  tellingFigure,
} from '@vocalborn/monitoring-rules';
import { inTransaction, type Database, type Query } from '@vocalborn/database';
import {
  changeAlert,
  openAlerts,
  purgeAlerts,
  raiseAlert,
  writeDeliveries,
  type AlertChange,
  type StoredAlert,
} from '@vocalborn/monitor-store';

/** Days for which ended alerts are kept. */
const keptDays = 90;

/** An alert whose rule was removed from the file ends like one whose condition no longer holds. */
const vanished = { forSeconds: 0, keepSeconds: 30 };

/** A transition of an alert, for the log. */
export interface AlertEvent {
  readonly transition: NonNullable<Step['transition']>;
  readonly name: string;
  readonly severity: string;
  readonly value: number | null;
}

export interface RoundInput {
  readonly rules: readonly AlertRule[];
  readonly values: KpiValues;
  /** The time of the clock of Postgres, as for everything that is stored. */
  readonly at: Date;
  /** Names of the channels that must get a message. */
  readonly channels: readonly string[];
}

interface Change {
  readonly rule: AlertRule | null;
  readonly stored: StoredAlert | null;
  readonly step: Step;
}

/** Evaluates every rule once and writes the changes in one transaction. @returns the transitions */
export async function evaluateAlerts(database: Database, input: RoundInput): Promise<AlertEvent[]> {
  const open = new Map((await openAlerts(database)).map((alert) => [alert.name, alert]));
  const changes = [...changesByRules(input, open), ...changesByAbsence(input, open)];
  const real = changes.filter(({ step }) => step.transition !== null);
  if (real.length === 0) return [];
  return inTransaction(database, async (query) => {
    const events: AlertEvent[] = [];
    for (const change of real) {
      const event = await apply(query, change, input);
      if (event) events.push(event);
    }
    await purgeAlerts(query, keptDays);
    return events;
  });
}

function changesByRules({ rules, values, at }: RoundInput, open: ReadonlyMap<string, StoredAlert>): Change[] {
  return rules.map((rule) => {
    const stored = open.get(rule.name) ?? null;
    const step = advance(stored && asOpen(stored), evaluate(rule.condition, values), at.getTime(), rule);
    return { rule, stored, step };
  });
}

function changesByAbsence({ rules, at }: RoundInput, open: ReadonlyMap<string, StoredAlert>): Change[] {
  const names = new Set(rules.map((rule) => rule.name));
  const orphans = [...open.values()].filter((alert) => !names.has(alert.name));
  return orphans.map((stored) => {
    return { rule: null, stored, step: advance(asOpen(stored), 'false', at.getTime(), vanished) };
  });
}

function asOpen({ state, since, firedAt, calmSince }: StoredAlert): OpenAlert {
  return {
    state: state === 'pending' ? 'pending' : 'firing',
    since: since.getTime(),
    firedAt: firedAt?.getTime() ?? null,
    calmSince: calmSince?.getTime() ?? null,
  };
}

/** @returns null when another monitor has already changed the alert */
async function apply(query: Query, change: Change, { values, channels, at }: RoundInput): Promise<AlertEvent | null> {
  const { rule, stored, step } = change;
  const { transition } = step;
  if (transition === null) return null;
  const telling = rule && tellingFigure(rule.condition, values);
  const becomes = next(change, at, telling && { figure: telling.kpi, value: telling.value });
  const alertId = stored ? await changed(query, stored, becomes) : rule && (await raised(query, rule, becomes, step));
  if (alertId === null) return null;
  if (transition === 'fired') await writeDeliveries(query, alertId, 'firing', channels);
  if (transition === 'resolved') await writeDeliveries(query, alertId, 'resolved', channels);
  const { name, severity } = stored ?? rule ?? { name: '', severity: '' };
  return { transition, name, severity, value: becomes.value };
}

type Reading = Pick<StoredAlert, 'figure' | 'value'>;

const date = (ms: number | null): Date | null => (ms === null ? null : new Date(ms));

/** An alert keeps the value at which it was raised, and then the value at which it fired. */
function next({ stored, step }: Change, at: Date, present: Reading | null): AlertChange {
  const { alert, transition } = step;
  const reading = transition === 'raised' || transition === 'fired' ? present : stored;
  return {
    state: alert?.state ?? (transition === 'cancelled' ? 'cancelled' : 'resolved'),
    figure: reading?.figure ?? '',
    value: reading?.value ?? null,
    firedAt: alert ? date(alert.firedAt) : (stored?.firedAt ?? null),
    endedAt: alert ? null : at,
    calmSince: alert ? date(alert.calmSince) : null,
  };
}

async function changed(query: Query, stored: StoredAlert, becomes: AlertChange): Promise<string | null> {
  return (await changeAlert(query, stored, becomes)) ? stored.alertId : null;
}

function raised(query: Query, rule: AlertRule, becomes: AlertChange, { alert }: Step): Promise<string | null> {
  const { name, text: condition, severity } = rule;
  return raiseAlert(query, { name, condition, severity, ...becomes, since: new Date(alert?.since ?? 0) });
}
