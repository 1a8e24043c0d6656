import type { Verdict } from './evaluate.js';

/** An alert that has been raised and has not ended; times are milliseconds since 1970. */
export interface OpenAlert {
  readonly state: 'pending' | 'firing';
  /** When its condition first held. */
  readonly since: number;
  readonly firedAt: number | null;
  /** Since when its condition no longer holds; null while it does, or is not known to. */
  readonly calmSince: number | null;
}

/**
 * What became of an alert: `raised` and not firing yet, `fired`, `resolved` after it had fired, `cancelled` before it
 * could; `changed` only in what is remembered of it.
 */
export type Transition = 'raised' | 'fired' | 'resolved' | 'cancelled' | 'changed' | null;

export interface Step {
  /** Null: there is no alert, or no longer. */
  readonly alert: OpenAlert | null;
  readonly transition: Transition;
}

export interface Patience {
  readonly forSeconds: number;
  readonly keepSeconds: number;
}

/**
 * One step of an alert's life: inactive → pending → firing → inactive. It fires when its condition has held for
 * `forSeconds`, and resolves when the condition has been false without a break for `keepSeconds`, so a figure that
 * swings around its limit is one alert. While a figure is unknown the alert stays what it is.
 */
export function advance(alert: OpenAlert | null, verdict: Verdict, now: number, patience: Patience): Step {
  if (verdict === 'true') return holds(alert, now, patience.forSeconds * 1000);
  if (alert === null) return { alert, transition: null };
  if (verdict === 'unknown') return remember(alert, null);
  if (alert.state === 'pending') return { alert: null, transition: 'cancelled' };
  const calmSince = alert.calmSince ?? now;
  if (now - calmSince >= patience.keepSeconds * 1000) return { alert: null, transition: 'resolved' };
  return remember(alert, calmSince);
}

function holds(alert: OpenAlert | null, now: number, forMs: number): Step {
  if (alert?.state === 'firing') return remember(alert, null);
  const since = alert?.since ?? now;
  if (now - since >= forMs) {
    return { alert: { state: 'firing', since, firedAt: now, calmSince: null }, transition: 'fired' };
  }
  if (alert) return { alert, transition: null };
  return { alert: { state: 'pending', since, firedAt: null, calmSince: null }, transition: 'raised' };
}

function remember(alert: OpenAlert, calmSince: number | null): Step {
  if (alert.calmSince === calmSince) return { alert, transition: null };
  return { alert: { ...alert, calmSince }, transition: 'changed' };
}
