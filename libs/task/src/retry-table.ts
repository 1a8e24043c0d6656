import type { ErrorKind } from './error-kinds.js';

/** How one kind of failure is retried. Delays are seconds. */
export interface RetryRule {
  readonly label: { readonly 'zh-TW': string; readonly 'en-US': string };
  readonly strategy: 'exponential' | 'fixed' | 'never';
  readonly delaySeconds: number;
  readonly maxDelaySeconds: number;
  readonly maxRetries: number;
}

/**
 * The retry policy, whole. A failed try is followed by another while the task has been retried fewer times, for
 * whatever reasons, than the limit of the kind that occurred: so a mix of kinds ends after at most five retries.
 * `exponential` doubles the delay with each retry of the task up to `maxDelaySeconds`; `fixed` always waits the same.
 */
export const retryTable: Readonly<Record<ErrorKind, RetryRule>> = {
  network: {
    label: { 'zh-TW': '網路錯誤', 'en-US': 'Network error' },
    strategy: 'exponential',
    delaySeconds: 30,
    maxDelaySeconds: 480,
    maxRetries: 5,
  },
  ai_service: {
    label: { 'zh-TW': 'AI 服務錯誤', 'en-US': 'AI service error' },
    strategy: 'fixed',
    delaySeconds: 60,
    maxDelaySeconds: 60,
    maxRetries: 3,
  },
  file: {
    label: { 'zh-TW': '檔案錯誤', 'en-US': 'File error' },
    strategy: 'never',
    delaySeconds: 0,
    maxDelaySeconds: 0,
    maxRetries: 0,
  },
  timeout: {
    label: { 'zh-TW': '超時錯誤', 'en-US': 'Timeout' },
    strategy: 'fixed',
    delaySeconds: 120,
    maxDelaySeconds: 120,
    maxRetries: 2,
  },
  unclassified: {
    label: { 'zh-TW': '未分類錯誤', 'en-US': 'Unclassified error' },
    strategy: 'fixed',
    delaySeconds: 60,
    maxDelaySeconds: 60,
    maxRetries: 3,
  },
};
