import { describe, expect, it } from 'vitest';
import { errorKinds, retryTable, type RetryRule } from './retry-table.js';

describe('the retry table', () => {
  it.each([
    ['network', 'exponential', 30, 5, '網路錯誤'],
    ['ai_service', 'fixed', 60, 3, 'AI 服務錯誤'],
    ['file', 'never', 0, 0, '檔案錯誤'],
    ['timeout', 'fixed', 120, 2, '超時錯誤'],
    ['unclassified', 'fixed', 60, 3, '未分類錯誤'],
  ] as const)('retries %s by the rule %s of %i s, %i times', (kind, strategy, delaySeconds, maxRetries, label) => {
    expect(retryTable[kind]).toMatchObject({ strategy, delaySeconds, maxRetries, label: { 'zh-TW': label } });
  });

  it('has no other kinds', () => {
    expect(errorKinds).toEqual(['network', 'ai_service', 'file', 'timeout', 'unclassified']);
  });

  it.each(errorKinds)('tells a user about %s without an address or a code', (kind) => {
    const { message, label }: RetryRule = retryTable[kind];
    expect(message).toMatch(/^The [a-zA-Z ]+\.$/);
    expect(label['en-US']).toMatch(/^[A-Z][A-Za-z ]+$/);
  });

  it.each(errorKinds)('limits the delay of %s', (kind) => {
    const { strategy, delaySeconds, maxDelaySeconds, maxRetries }: RetryRule = retryTable[kind];
    expect(maxDelaySeconds).toBeGreaterThanOrEqual(delaySeconds);
    expect(strategy === 'never').toBe(maxRetries === 0);
    if (strategy === 'fixed') expect(maxDelaySeconds).toBe(delaySeconds);
  });
});
