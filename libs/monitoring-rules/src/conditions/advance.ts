import type { Verdict } from './evaluate.js';

/** An alert that has not ended. Times are milliseconds since 1970. */
export interface OpenAlert {
  readonly state: 'pending' | 'firing';
  /** When the condition began to hold. */
  readonly since: number;
  readonly firedAt: number | null;
  /** When the condition stopped holding; null while it holds or is unknown. */
  readonly calmSince: number | null;
}

/**
 * The transition of an alert: `raised` (pending), `fired`, `resolved` after it fired, `cancelled` before it fired, or
 * `changed` when only `calmSince` changes.
 */
export type Transition = 'raised' | 'fired' | 'resolved' | 'cancelled' | 'changed' | null;

export interface Step {
  /** Null when there is no open alert. */
  readonly alert: OpenAlert | null;
  readonly transition: Transition;
}

export interface Patience {
  readonly forSeconds: number;
  readonly keepSeconds: number;
}

/**
 * The next state of an alert: inactive → pending → firing → inactive. It fires when its condition has held for
 * `forSeconds`. It resolves when the condition has been false for `keepSeconds` without interruption, so a figure that
 * oscillates around its limit causes one alert. While the condition is unknown the state does not change.
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
