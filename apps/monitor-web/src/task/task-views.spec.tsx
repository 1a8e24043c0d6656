// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { HistoryEntry, ResultSummary, TaskWithHistory } from '../api/queries.js';
import { historyEntry, taskWithHistory } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { TaskFacts } from './task-facts.js';
import { Timeline } from './timeline.js';
import { Traceback } from './traceback.js';

type Language = 'en-US' | 'zh-TW';

const result: ResultSummary = {
  ...{ analysis_model_version: 'v1', processing_time_seconds: 12.3, audio_seconds: 8, audio_format: 'wav' },
  ...{ confidence_level: 0.876, stored_at: '2026-01-01T00:00:00Z' },
};

describe('the details of a task', () => {
  const detailOf = async (changed: Partial<TaskWithHistory>, name: string, language: Language = 'en-US') => {
    await show(<TaskFacts task={taskWithHistory(changed)} />, { language });
    return screen.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent;
  };

  it.each<[string, Partial<TaskWithHistory>, string]>([
    ['Attempt', { attempt: 3 }, '3'],
    ['Retries', { retry_count: 2, max_retries: 5 }, '2 / 5'],
    ['Retries', { retry_count: 2, max_retries: null }, '2'],
    ['Duration', { started_at: null, completed_at: '2026-01-01T00:00:09Z' }, '–'],
    ['Duration', { completed_at: null }, '–'],
    ['Duration', { started_at: '2026-01-01T00:00:01Z', completed_at: '2026-01-01T01:00:01Z' }, '1 h'],
    ['Started', { started_at: null }, '–'],
    ['Next retry', { next_retry_at: null }, '–'],
    ['Worker', { worker: null }, '–'],
    ['Result', { result_id: 'r9' }, 'r9'],
    ['Parameters', { practice_record_id: 'r', params: { theme: 'light', n: 2 } }, 'practice_record_id=rtheme=lightn=2'],
    ['Recording', { result }, '8 s · wav'],
    ['Recording', { result: { ...result, audio_seconds: null } }, 'wav'],
    ['Recording', { result: { ...result, audio_format: null } }, '8 s'],
    ['Recording', { result: { ...result, audio_seconds: null, audio_format: null } }, '–'],
    ['Confidence', { result: { ...result, confidence_level: 0 } }, '0%'],
    ['Confidence', { result: { ...result, confidence_level: 0.995 } }, '100%'],
    ['Confidence', { result: { ...result, confidence_level: null } }, '–'],
    ['Analysis time', { result }, '12.3 s'],
    ['Model', { result }, 'v1'],
  ])('have “%s” of %j as “%s”', async (name, changed, text) => {
    expect(await detailOf(changed, name)).toBe(text);
  });

  it.each([
    ['嘗試', { attempt: 3 }, '3'],
    ['錄音', { result }, '8 秒 · wav'],
    ['耗時', { completed_at: '2026-01-01T00:02:06Z' }, '2 分 5 秒'],
  ])('have “%s” in Chinese', async (name, changed, text) => {
    expect(await detailOf(changed, name, 'zh-TW')).toBe(text);
  });

  it('show nothing of a result before there is one', async () => {
    await show(<TaskFacts task={taskWithHistory({ result: null })} />);
    expect(screen.queryByText('Confidence')).toBeNull();
  });

  it('name the id that a button copies', async () => {
    await show(<TaskFacts task={taskWithHistory({ task_id: 't1', result_id: null })} />);
    const names = screen.getAllByRole('button').map((button) => button.getAttribute('aria-label'));
    expect(names).toEqual(['Copy the id: t1', 'Copy the id: r', 'Copy the id: u']);
  });
});

describe('the timeline', () => {
  const entry = (second: number, changed: Partial<HistoryEntry>): HistoryEntry =>
    historyEntry({
      event_id: String(second),
      at: new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString(),
      ...changed,
    });
  const cardOf = async (language: Language, ...history: HistoryEntry[]) => {
    const { container } = await show(<Timeline history={history} />, { language });
    return container.querySelector<HTMLElement>('[data-attempt]')!;
  };

  it.each([
    ['en-US', 0, 'Accepted'],
    ['en-US', 2, 'Attempt 2'],
    ['zh-TW', 0, '已受理'],
    ['zh-TW', 2, '第 2 次嘗試'],
  ] as const)('in %s calls attempt %i “%s”', async (language, attempt, title) => {
    const card = await cardOf(language, entry(0, { attempt }));
    expect(within(card).getByRole('heading').textContent).toBe(title);
  });

  it('shows the duration of an attempt and the time between its steps', async () => {
    const running = { attempt: 1, state: 'PROCESSING' } as const;
    const card = await cardOf('en-US', entry(0, running), entry(2, running), entry(65, running));
    expect(within(card).getByText('1 min 5 s')).toBeTruthy();
    expect(card.textContent).toContain('+2 s');
    expect(card.textContent).toContain('+1 min 3 s');
  });

  it('does not show a negative time for entries out of order', async () => {
    const card = await cardOf('en-US', entry(9, { attempt: 1 }), entry(3, { attempt: 1 }));
    expect(card.textContent).toContain('+0 s');
  });

  it.each<[string, Partial<HistoryEntry>, string[], string[]]>([
    ['progress', { state: 'PROCESSING', progress: 60, worker: 'w@h' }, ['60%', 'w@h'], ['Running']],
    ['success', { state: 'SUCCESS', progress: 100 }, ['Succeeded'], ['100%']],
    [
      'a failure',
      { state: 'FAILURE', error: { kind: 'timeout', message: 'slow' } },
      ['Failed', 'Timeout: slow'],
      ['%'],
    ],
    [
      'a retry',
      { state: 'RETRY', next_retry_at: '2026-01-01T00:01:00Z' },
      ['Waiting for retry', 'Next retry: '],
      ['%'],
    ],
    ['a cancellation', { state: 'REVOKED' }, ['Cancelled'], ['Traceback']],
  ])('shows %s', async (_, changed, shown, hidden) => {
    const card = await cardOf('en-US', entry(0, { attempt: 1, ...changed }));
    for (const text of shown) expect(card.textContent).toContain(text);
    for (const text of hidden) expect(card.textContent).not.toContain(text);
  });

  it('is empty without a history', async () => {
    const { container } = await show(<Timeline history={[]} />);
    expect(container.querySelector('[data-attempt]')).toBeNull();
  });
});

it('a traceback keeps its lines and can be reached by the keyboard', async () => {
  await show(<Traceback text={'line 1\n  <line 2>'} />);
  const region = screen.getByRole('region', { name: 'Traceback', hidden: true });
  expect(region.textContent).toBe('line 1\n  <line 2>');
  expect(region.tabIndex).toBe(0);
  expect(region.closest('details')?.open).toBe(false);
});
