import { windowSeconds } from './budgets.js';
import type { Balance } from './rate-limits.js';

/**
 * The headers that tell a client its budgets: `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10.
 * A change of the draft changes this function only.
 */
export function limitHeaders(balances: readonly Balance[]): Readonly<Record<string, string>> {
  return {
    'RateLimit-Policy': balances.map(({ budget, quota }) => `"${budget}";q=${quota};w=${windowSeconds}`).join(', '),
    RateLimit: balances
      .map(({ budget, remaining, resetSeconds }) => `"${budget}";r=${remaining};t=${resetSeconds}`)
      .join(', '),
  };
}
