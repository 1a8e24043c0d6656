// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { Route, Routes } from 'react-router';
import { describe, expect, it } from 'vitest';
import type { TaskWithHistory } from '../api/queries.js';
import { problem } from '../fixtures/monitor.js';
import { historyEntry, taskWithHistory } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { TaskDetailPage } from './task-detail-page.js';

const taskId = '12345678-0000-4000-8000-000000000000';
const route = `GET /api/tasks/${taskId}/history`;

const page = (
  <Routes>
    <Route path="/tasks/:taskId" element={<TaskDetailPage />} />
  </Routes>
);

const showTask = (changed: Partial<TaskWithHistory> = {}, routes: object = {}, language: 'en-US' | 'zh-TW' = 'en-US') =>
  show(page, {
    ...{ at: `/tasks/${taskId}`, language },
    routes: { [route]: taskWithHistory({ task_id: taskId, ...changed }), ...routes },
  });

const factOf = async (name: string): Promise<string> =>
  (await screen.findByText(name, { selector: 'dt' })).nextElementSibling?.textContent ?? '';

describe('the page of a task', () => {
  it('shows what is known of it', async () => {
    await showTask({
      ...{ retry_count: 2, max_retries: 3, completed_at: '2026-01-01T00:02:06Z', worker: 'worker@host' },
      params: { theme: 'light' },
      result: {
        ...{ analysis_model_version: 'v1', processing_time_seconds: 12.3, audio_seconds: 8, audio_format: 'wav' },
        ...{ confidence_level: 0.876, stored_at: '2026-01-01T00:00:00Z' },
      },
    });
    expect(await factOf('Retries')).toBe('2 / 3');
    expect(await factOf('Duration')).toBe('2 min 5 s');
    expect(await factOf('Worker')).toBe('worker@host');
    expect(await factOf('Parameters')).toContain('theme=light');
    expect(await factOf('Recording')).toBe('8 s · wav');
    expect(await factOf('Confidence')).toBe('88%');
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Task 12345678');
    expect(document.title).toContain('12345678');
  });

  it('leads to the other tasks of the record, the user and the worker', async () => {
    await showTask({ practice_record_id: 'r1', user_id: 'u1', worker: 'worker@host' });
    const addresses = await screen.findAllByRole('link');
    expect(addresses.map((link) => link.getAttribute('href'))).toEqual([
      ...['/tasks?search=r1', '/tasks?user_id=u1', '/tasks?worker=worker%40host'],
    ]);
  });

  it('writes a dash for what is not known', async () => {
    await showTask({ max_retries: null, retry_count: 0 });
    expect(await factOf('Retries')).toBe('0');
    for (const name of ['Worker', 'Duration', 'Result']) expect(await factOf(name)).toBe('–');
  });

  it.each([400, 404])('says at status %i that there is no such task', async (status) => {
    await show(page, { at: `/tasks/${taskId}`, routes: { [route]: problem(status, 'unknown') } });
    expect(await screen.findByText(/Task not found/)).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('shows another failure with its reason', async () => {
    await show(page, { at: `/tasks/${taskId}`, routes: { [route]: problem(503, 'Postgres is away') } });
    expect((await screen.findByRole('alert')).textContent).toContain('Postgres is away');
  });

  it('shows the error and its traceback', async () => {
    await showTask({ state: 'FAILURE', error: { kind: 'timeout', message: 'took too long' }, traceback: 'at line 1' });
    expect((await screen.findByRole('alert')).textContent).toContain('took too long');
    expect(screen.getByRole('region', { name: 'Traceback', hidden: true }).textContent).toBe('at line 1');
  });
});

describe('the buttons', () => {
  it.each([
    ['PENDING', ['Cancel task']],
    ['PROCESSING', ['Cancel task']],
    ['RETRY', ['Cancel task']],
    ['SUCCESS', []],
    ['FAILURE', ['Rerun']],
    ['REVOKED', ['Rerun']],
  ] as const)('of a task that is %s are %j', async (state, names) => {
    await showTask({ state });
    await screen.findByRole('heading', { name: 'History' });
    await waitFor(() => {
      const buttons = screen.queryAllByRole('button', { name: /Cancel task|Rerun/ });
      expect(buttons.map((button) => button.textContent)).toEqual(names);
    });
  });

  it('are not there for somebody who may only look', async () => {
    await showTask({ state: 'FAILURE' }, { 'GET /api/me': { name: 'guest', may_act: false } });
    await screen.findByRole('heading', { name: 'History' });
    expect(screen.queryByRole('button', { name: 'Rerun' })).toBeNull();
  });

  it('cancel the task after a question, in Chinese too', async () => {
    const bulk = 'POST /api/tasks/bulk';
    const done = { action: 'revoke', done: 1, results: [{ task_id: taskId, done: true, code: null, reason: null }] };
    const { user, asked } = await showTask({ state: 'PROCESSING' }, { [bulk]: done }, 'zh-TW');
    await user.click(await screen.findByRole('button', { name: '取消任務' }));
    const dialog = within(await screen.findByRole('dialog', { name: '要取消 1 筆任務嗎？' }));
    await user.click(dialog.getByRole('button', { name: '取消任務' }));
    expect(await screen.findByText('1 筆任務中已完成 1 筆。')).toBeTruthy();
    expect(asked.find((each) => each.route === bulk)?.body).toEqual({ action: 'revoke', task_ids: [taskId] });
  });
});

it.each([
  ['47', true],
  [null, false],
])('earlier events before %s are mentioned: %s', async (earlier, mentioned) => {
  const { container } = await showTask({ earlier });
  await factOf('Retries');
  expect(container.textContent.includes('Earlier events are left out')).toBe(mentioned);
});

it('the history shows each attempt with its steps, the latest first', async () => {
  const history = [
    historyEntry({ event_id: '1' }),
    historyEntry({
      event_id: '2',
      attempt: 1,
      state: 'PROCESSING',
      progress: 10,
      worker: 'w@h',
      at: '2026-01-01T00:00:02Z',
    }),
    historyEntry({
      ...{ event_id: '3', attempt: 1, state: 'RETRY', at: '2026-01-01T00:00:07Z', traceback: 'at line 2' },
      ...{ error: { kind: 'network', message: 'reset' }, next_retry_at: '2026-01-01T00:00:37Z' },
    }),
    historyEntry({ event_id: '4', attempt: 2, state: 'PROCESSING', at: '2026-01-01T00:00:40Z' }),
  ];
  const { container } = await showTask({ history });
  await screen.findByRole('heading', { name: 'History' });
  const cards = [...container.querySelectorAll<HTMLElement>('[data-attempt]')];
  expect(cards.map((card) => card.dataset['attempt'])).toEqual(['2', '1', '0']);
  expect(cards[1]?.textContent).toContain('5 s');
  expect(cards[1]?.textContent).toContain('+5 s');
  expect(cards[1]?.textContent).toContain('Network error: reset');
  expect(cards[1]?.textContent).toContain('at line 2');
});
