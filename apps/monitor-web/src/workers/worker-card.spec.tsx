// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { useState } from 'react';
import { describe, expect, it } from 'vitest';
import type { WorkerRow } from '../api/queries.js';
import { worker } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { TimeLimits } from './time-limits.js';
import { WorkerCard } from './worker-card.js';

const showCard = async (changed: Partial<WorkerRow>, isStale = false, language: 'en-US' | 'zh-TW' = 'en-US') => {
  await show(<WorkerCard worker={worker(changed)} isStale={isStale} />, { language });
  return within(screen.getByRole('article'));
};

describe('the bars of a worker', () => {
  it.each<[Partial<WorkerRow>, number, string]>([
    [{ active: 0, concurrency: 2 }, 0, 'Running: 0 of 2 slots'],
    [{ active: 1, concurrency: 4 }, 25, 'Running: 1 of 4 slots'],
    [{ active: 3, concurrency: 2 }, 100, 'Running: 3 of 2 slots'],
    [{ active: 0, concurrency: 0 }, 0, 'Running: 0 of 0 slots'],
    [{ cpu_percent: 0 }, 0, 'CPU: 0%'],
    [{ cpu_percent: 180 }, 100, 'CPU: 180%'],
    [{ memory_bytes: 2 ** 29, memory_limit_bytes: 2 ** 30 }, 50, 'Memory: 512 MB / 1 GB'],
    [{ memory_bytes: 2 ** 29, memory_limit_bytes: 0 }, 0, 'Memory: 512 MB / 0 B'],
  ])('%j fill %d percent of “%s”', async (changed, percent, name) => {
    const card = await showCard(changed);
    expect(card.getByRole('progressbar', { name }).getAttribute('aria-valuenow')).toBe(String(percent));
  });
});

describe('the details of a worker', () => {
  it.each<[Partial<WorkerRow>, string, string]>([
    [{ load_average: [1, 0.25, 0] }, 'Load (1, 5, 15 min)', '1.0 · 0.3 · 0.0'],
    [{ recycles: 4 }, 'Processes replaced', '4'],
    [{ version: '1.2.3', node_version: '22.1.0' }, 'Version', '1.2.3 (Node 22.1.0)'],
    [{ last_seen_at: '2026-01-01T00:00:00.400Z' }, 'Uptime', '0 s'],
    [{ last_seen_at: '2026-01-02T03:04:05Z' }, 'Uptime', '1 d 3 h'],
    [{ failed: 0 }, 'Failed', '0'],
  ])('%j have “%s” as “%s”', async (changed, name, text) => {
    const card = await showCard(changed);
    expect(card.getByText(name, { selector: 'dt' }).nextElementSibling?.textContent).toBe(text);
  });

  it('lead to every running task', async () => {
    const card = await showCard({ active_task_ids: ['11111111-a', '22222222-b'] });
    const links = card.getAllByRole('link').map((link) => [link.textContent, link.getAttribute('href')]);
    expect(links.slice(1)).toEqual([
      ['11111111', '/tasks/11111111-a'],
      ['22222222', '/tasks/22222222-b'],
    ]);
  });

  it('have a dash when nothing runs', async () => {
    const card = await showCard({ active_task_ids: [] });
    expect(card.getAllByText('Running', { selector: 'dt' }).at(-1)?.nextElementSibling?.textContent).toBe('–');
  });
});

describe('the state of a worker', () => {
  it.each<[Partial<WorkerRow>, boolean, 'en-US' | 'zh-TW', string]>([
    [{}, false, 'en-US', 'Online'],
    [{ stopping: true }, false, 'en-US', 'Stopping'],
    [{ status: 'offline' }, false, 'zh-TW', '離線'],
    [{}, true, 'zh-TW', '狀態不明'],
  ])('%j (out of date: %s) in %s is “%s”', async (changed, isStale, language, text) => {
    const card = await showCard(changed, isStale, language);
    expect(card.getByText(text)).toBeTruthy();
  });
});

function OpenForm() {
  const [opened, setOpened] = useState(true);
  return <TimeLimits name="w@h" opened={opened} onClose={() => setOpened(false)} />;
}

describe('the form of the time limits', () => {
  const route = 'POST /api/task/timeout/analyze_audio';
  const showForm = async () => {
    const shown = await show(<OpenForm />, { routes: { [route]: { message: 'Set.' } } });
    const type = async (label: RegExp, text: string): Promise<void> => {
      const field = await screen.findByLabelText(label);
      await shown.user.clear(field);
      if (text !== '') await shown.user.type(field, text);
    };
    return { ...shown, type };
  };

  it('asks before it sends a soft and a hard limit', async () => {
    const { user, type, asked } = await showForm();
    await type(/Soft limit/, '300');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(await screen.findByText(/Soft limit \(seconds\): 300; Hard limit \(seconds\): 600\./)).toBeTruthy();
    expect(asked.some((each) => each.route === route)).toBe(false);
    await user.click(screen.getAllByRole('button', { name: 'Apply' }).at(-1)!);
    await waitFor(() =>
      expect(asked.find((each) => each.route === route)?.body).toEqual({ workername: 'w@h', soft: 300, hard: 600 }),
    );
  });

  it('needs a hard limit', async () => {
    const { user, type } = await showForm();
    await type(/Hard limit/, '');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    expect(screen.getByLabelText(/Hard limit/)).toHaveProperty('required', true);
    expect(screen.getByRole('dialog')).toBeTruthy();
  });

  it('takes whole seconds only', async () => {
    const { type } = await showForm();
    await type(/Hard limit/, '12.5x');
    expect(screen.getByLabelText(/Hard limit/)).toHaveProperty('value', '125');
  });
});
