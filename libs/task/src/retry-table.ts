/** One kind of failure: its name for people, what a user reads, and how it is retried. Delays are in seconds. */
export interface RetryRule {
  readonly label: { readonly 'zh-TW': string; readonly 'en-US': string };
  /** The message of a failure whose error was not written for users. It names no address and no code. */
  readonly message: string;
  readonly strategy: 'exponential' | 'fixed' | 'never';
  readonly delaySeconds: number;
  readonly maxDelaySeconds: number;
  readonly maxRetries: number;
}

/**
 * Every error kind and its retry policy.
 *
 * A failed attempt is retried while the task has fewer retries than the limit of the kind that occurred. Retries of all
 * kinds count together, so a mix of kinds ends after at most five retries. `exponential` doubles the delay with each
 * retry up to `maxDelaySeconds`; `fixed` always waits `delaySeconds`.
 */
export const retryTable = {
  network: {
    label: { 'zh-TW': '網路錯誤', 'en-US': 'Network error' },
    message: 'The analysis could not reach a service it needs.',
    strategy: 'exponential',
    delaySeconds: 30,
    maxDelaySeconds: 480,
    maxRetries: 5,
  },
  ai_service: {
    label: { 'zh-TW': 'AI 服務錯誤', 'en-US': 'AI service error' },
    message: 'The AI service could not analyse the recording.',
    strategy: 'fixed',
    delaySeconds: 60,
    maxDelaySeconds: 60,
    maxRetries: 3,
  },
  file: {
    label: { 'zh-TW': '檔案錯誤', 'en-US': 'File error' },
    message: 'The recording could not be read.',
    strategy: 'never',
    delaySeconds: 0,
    maxDelaySeconds: 0,
    maxRetries: 0,
  },
  timeout: {
    label: { 'zh-TW': '超時錯誤', 'en-US': 'Timeout' },
    message: 'The analysis took too long.',
    strategy: 'fixed',
    delaySeconds: 120,
    maxDelaySeconds: 120,
    maxRetries: 2,
  },
  unclassified: {
    label: { 'zh-TW': '未分類錯誤', 'en-US': 'Unclassified error' },
    message: 'The analysis failed unexpectedly.',
    strategy: 'fixed',
    delaySeconds: 60,
    maxDelaySeconds: 60,
    maxRetries: 3,
  },
} as const satisfies Record<string, RetryRule>;

export type ErrorKind = keyof typeof retryTable;

export const errorKinds = Object.keys(retryTable) as ErrorKind[];

/** The name of each error kind in one language. */
export const errorKindLabels = (language: keyof RetryRule['label']): Readonly<Record<ErrorKind, string>> =>
  Object.fromEntries(errorKinds.map((kind) => [kind, retryTable[kind].label[language]])) as Record<ErrorKind, string>;
