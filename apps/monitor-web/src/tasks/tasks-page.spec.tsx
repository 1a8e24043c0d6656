import type { ServerResponse } from 'node:http';
// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import type { TaskEvent } from '@vocalborn/client';
import { describe, expect, it } from 'vitest';
import { problem } from '../fixtures/monitor.js';
import { taskEvent, taskRow } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { TasksPage } from './tasks-page.js';

const page = 'GET /api/tasks/page';
const workers = { 'GET /api/live/workers': { workers: [] } };
const id = (number: number): string => `0000000${number}-0000-4000-8000-000000000000`;

const failed = taskRow({
  ...{ task_id: id(1), state: 'FAILURE', error: { kind: 'file', message: 'too short' } },
  ...{ completed_at: '2026-01-01T00:00:31Z', worker: 'worker@host' },
});
const running = taskRow({ task_id: id(2), state: 'PROCESSING', step: 'measuring', progress: 60 });
const both = { ...workers, [page]: { tasks: [failed, running], next: null } };

const searched = (asked: readonly { route: string; search: string }[]): string[] =>
  asked.filter(({ route }) => route === page).map(({ search }) => search);

const rowOf = async (number: number) =>
  within((await screen.findByRole('link', { name: id(number).slice(0, 8) })).closest('tr')!);

describe('the table', () => {
  it('shows the state, the step or the error, the retries and how long it took', async () => {
    await show(<TasksPage />, { routes: both });
    const first = await rowOf(1);
    for (const text of ['Failed', 'File error', 'too short', 'worker@host', '1 / 5', '30 s']) {
      expect(first.getByText(text)).toBeTruthy();
    }
    const second = await rowOf(2);
    expect(second.getByText('Running')).toBeTruthy();
    expect(second.getByRole('progressbar').getAttribute('aria-valuenow')).toBe('60');
  });

  it.each([
    ['en-US', 'No matching tasks.'],
    ['zh-TW', '沒有符合的任務。'],
  ] as const)('says in %s that nothing fits', async (language, text) => {
    await show(<TasksPage />, { language, routes: { ...workers, [page]: { tasks: [], next: null } } });
    expect(await screen.findByText(text)).toBeTruthy();
  });

  it('shows a failure', async () => {
    await show(<TasksPage />, { routes: { ...workers, [page]: problem(503, 'Postgres cannot be reached') } });
    expect((await screen.findByRole('alert')).textContent).toContain('Postgres cannot be reached');
  });

  it('sorts by a heading, the other way round at the second press', async () => {
    const { user, asked } = await show(<TasksPage />, { routes: both });
    await user.click(await screen.findByRole('button', { name: /Created/ }));
    await waitFor(() => expect(searched(asked).at(-1)).toContain('order=oldest'));
    expect(screen.getByTestId('address').textContent).toBe('/?order=oldest');
    expect(screen.getByRole('columnheader', { name: /Created/ }).getAttribute('aria-sort')).toBe('ascending');
    await user.click(await screen.findByRole('button', { name: /Duration/ }));
    await waitFor(() => expect(searched(asked).at(-1)).toContain('order=slowest'));
  });

  it('goes to the next page and back', async () => {
    const { user, asked } = await show(<TasksPage />, {
      routes: { ...workers, [page]: { tasks: [running], next: 'cursor2' } },
    });
    await user.click(await screen.findByRole('button', { name: 'Next page' }));
    expect(await screen.findByText('Page 2')).toBeTruthy();
    await waitFor(() => expect(searched(asked).at(-1)).toContain('cursor=cursor2'));
    await user.click(screen.getByRole('button', { name: 'Previous page' }));
    expect(await screen.findByText('Page 1')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Previous page' })).toHaveProperty('disabled', true);
  });
});

describe('the filters', () => {
  it('are read from the address', async () => {
    const { asked } = await show(<TasksPage />, { routes: both, at: '/tasks?state=FAILURE&error_kind=file' });
    await rowOf(1);
    expect(searched(asked)).toEqual(['?state=FAILURE&error_kind=file&order=newest&limit=50']);
  });

  it('are put into the address while somebody types, and emptied by the button', async () => {
    const { user, asked } = await show(<TasksPage />, { routes: both });
    await user.type(await screen.findByLabelText('Search'), 'abc');
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/?search=abc'));
    await waitFor(() => expect(searched(asked).at(-1)).toContain('search=abc'));
    await user.click(screen.getByRole('button', { name: 'Reset filters' }));
    await waitFor(() => expect(screen.getByTestId('address').textContent).toBe('/'));
    expect(screen.getByLabelText('Search')).toHaveProperty('value', '');
  });

  it('that cannot be looked for are named, and nothing is asked', async () => {
    const { asked } = await show(<TasksPage />, { routes: both, at: '/tasks?user_id=0000&state=NONSENSE' });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('User id: 0000');
    expect(alert.textContent).toContain('State: NONSENSE');
    expect(searched(asked)).toEqual([]);
  });
});

describe('chosen tasks', () => {
  const bulk = 'POST /api/tasks/bulk';
  const answer = (...codes: (string | null)[]) => ({
    action: 'retry',
    done: codes.filter((code) => code === null).length,
    results: codes.map((code, index) => ({ task_id: id(index + 1), done: code === null, code, reason: code })),
  });

  it('are acted on where their state allows it', async () => {
    const { user, asked } = await show(<TasksPage />, { routes: { ...both, [bulk]: answer(null) } });
    await user.click(await screen.findByRole('checkbox', { name: 'Select all on this page' }));
    expect(screen.getByText('2 selected')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Cancel (1)' })).toHaveProperty('disabled', false);
    await user.click(screen.getByRole('button', { name: 'Rerun (1)' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Rerun this task?' }));
    await user.click(dialog.getByRole('button', { name: 'Rerun' }));
    expect(await screen.findByText('Done for 1 of 1 tasks.')).toBeTruthy();
    expect(asked.find(({ route }) => route === bulk)?.body).toEqual({ action: 'retry', task_ids: [id(1)] });
    expect(screen.queryByText('2 selected')).toBeNull();
  });

  it('that were left alone are counted by reason, known or not', async () => {
    const { user } = await show(<TasksPage />, { routes: { ...both, [bulk]: answer('not-found', 'brand-new') } });
    await user.click(await screen.findByRole('checkbox', { name: `Select task ${id(1).slice(0, 8)}` }));
    await user.click(screen.getByRole('button', { name: 'Rerun (1)' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Rerun' }));
    expect(await screen.findByText('Partly done')).toBeTruthy();
    expect(screen.getByText(/^1 no longer exist/)).toBeTruthy();
    expect(screen.getByText('brand-new: 1')).toBeTruthy();
  });

  it('can be cleared, and cannot be chosen by somebody who may only look', async () => {
    const { user } = await show(<TasksPage />, { routes: both });
    await user.click(await screen.findByRole('checkbox', { name: `Select task ${id(2).slice(0, 8)}` }));
    await user.click(screen.getByRole('button', { name: 'Clear selection' }));
    expect(screen.queryByText('1 selected')).toBeNull();
    const guest = await show(<TasksPage />, { routes: { ...both, 'GET /api/me': { name: 'guest', may_act: false } } });
    await within(guest.container).findByRole('link', { name: id(1).slice(0, 8) });
    expect(within(guest.container).queryByRole('checkbox')).toBeNull();
  });
});

describe('events', () => {
  const events = (...given: TaskEvent[]) => ({
    ...both,
    'GET /api/events': (response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'text/event-stream' });
      response.flushHeaders();
      const text = given.map((event, index) => `id: ${index}\nevent: task\ndata: ${JSON.stringify(event)}\n\n`);
      setTimeout(() => response.write(text.join('')), 300);
    },
  });

  it('move the rows on, and offer tasks that were accepted since', async () => {
    const moved = taskEvent({ task_id: id(2), state: 'SUCCESS', step: 'completed', progress: 100, attempt: 1 });
    const routes = events(moved, taskEvent({ task_id: id(3) }));
    const { user, asked } = await show(<TasksPage />, { routes, live: true });
    const row = await rowOf(2);
    expect(await row.findByText('Succeeded')).toBeTruthy();
    const before = searched(asked).length;
    await user.click(await screen.findByRole('button', { name: 'Show 1 newer task' }));
    await waitFor(() => expect(searched(asked).length).toBeGreaterThan(before));
  });
});
