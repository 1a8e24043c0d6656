import { SetMetadata, type CustomDecorator } from '@nestjs/common';
import type { ApiGatewaySettings } from '@vocalborn/settings';
import type { Told } from '../http/language.js';

/** One kind of request that is counted apart from the others. */
interface Budget {
  /** Whose requests are counted together. */
  readonly per: 'user' | 'address';
  /** The setting that holds the number per window. */
  readonly setting: Extract<keyof ApiGatewaySettings, `LIMIT_${string}_PER_MINUTE`>;
  /** What is limited, in the message of a refusal. */
  readonly what: Told;
}

/** The requests that are counted, and by whom. */
export const budgets = {
  requests: { per: 'user', setting: 'LIMIT_REQUESTS_PER_MINUTE', what: { 'en-US': 'requests', 'zh-TW': '請求' } },
  address: {
    per: 'address',
    setting: 'LIMIT_ADDRESS_REQUESTS_PER_MINUTE',
    what: { 'en-US': 'requests from one address', 'zh-TW': '來自同一位址的請求' },
  },
  uploads: { per: 'user', setting: 'LIMIT_UPLOADS_PER_MINUTE', what: { 'en-US': 'uploads', 'zh-TW': '上傳' } },
  submissions: {
    per: 'user',
    setting: 'LIMIT_SUBMISSIONS_PER_MINUTE',
    what: { 'en-US': 'submitted tasks', 'zh-TW': '送出的任務' },
  },
  reruns: {
    per: 'user',
    setting: 'LIMIT_RERUNS_PER_MINUTE',
    what: { 'en-US': 'reruns', 'zh-TW': '重新執行的任務' },
  },
  exports: { per: 'user', setting: 'LIMIT_EXPORTS_PER_MINUTE', what: { 'en-US': 'exports', 'zh-TW': '匯出' } },
} as const satisfies Record<string, Budget>;

export type BudgetName = keyof typeof budgets;

/** Length of a window in seconds; a budget is whole again at its end. */
export const windowSeconds = 60;

/** Metadata key of the budget that a route has beside the budgets of the user and the address. */
export const routeBudget = 'route-budget';

/** Counts the requests of a route in a budget of their own. */
export function Limited(name: 'uploads' | 'submissions' | 'reruns' | 'exports'): CustomDecorator {
  return SetMetadata(routeBudget, name);
}

/** Metadata key of routes without limits. */
export const unlimited = 'unlimited';

/** Marks a controller whose routes have no limits: health and metrics, which orchestrators ask. */
export function Unlimited(): CustomDecorator {
  return SetMetadata(unlimited, true);
}
