// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { problem } from '../fixtures/monitor.js';
import { alerts, kpisNow, point, worker } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { RetryPolicyPage } from '../tasks/retry-policy-page.js';
import OverviewPage from './overview-page.js';
import QueuesPage from './queues-page.js';

const queue = {
  queue: 'ai_analysis',
  pending: 3,
  active: 2,
  waiting_for_retry: 1,
  paused: false,
  workers: 4,
  throughput_per_minute: 5,
};
const series = { window_seconds: 3_600, step_seconds: 60, points: [] };
const counts = { PENDING: 3, PROCESSING: 2, RETRY: 1, SUCCESS: 10_000, FAILURE: 7, REVOKED: 0 };

const figures = {
  'GET /api/kpis': kpisNow(),
  'GET /api/kpis/series': series,
  'GET /api/alerts': alerts({}),
  'GET /api/live/workers': { workers: [worker()] },
};

describe('the page of queues', () => {
  const routes = { ...figures, 'GET /api/live/queues': { queues: [queue] }, 'GET /api/tasks/counts': counts };

  it('shows what waits, runs and ended', async () => {
    await show(<QueuesPage />, { routes });
    const section = within(await screen.findByRole('region', { name: 'ai_analysis' }));
    const shown = ['Waiting', 'Running', 'Waiting for retry', 'Workers', 'Ended in the last minute'].map(
      (label) => section.getByText(label).nextElementSibling?.textContent,
    );
    expect(shown).toEqual(['3', '2', '1', '4', '5']);
  });

  it('tells that the queue is paused', async () => {
    const paused = { ...routes, 'GET /api/live/queues': { queues: [{ ...queue, paused: true }] } };
    await show(<QueuesPage />, { routes: paused });
    expect((await screen.findByRole('alert')).textContent).toMatch(/^Paused/);
  });

  it('leads to the tasks of each state, and marks a count that stands for more', async () => {
    await show(<QueuesPage />, { routes });
    const many = await screen.findByRole('link', { name: '10,000+' });
    expect(many.getAttribute('href')).toBe('/tasks?state=SUCCESS');
    expect(screen.getByRole('link', { name: '7' }).getAttribute('href')).toBe('/tasks?state=FAILURE');
  });

  it('shows a failure', async () => {
    await show(<QueuesPage />, { routes: { ...routes, 'GET /api/live/queues': problem(503, 'Redis is away') } });
    expect((await screen.findByRole('alert')).textContent).toContain('Redis is away');
  });
});

describe('the overview', () => {
  const levelOf = (container: HTMLElement) => container.querySelector('[data-level]')?.getAttribute('data-level');

  it.each<[string, object, string]>([
    ['nothing is wrong', {}, 'good'],
    ['no worker is online', { 'GET /api/kpis': kpisNow({ active_workers: 0 }) }, 'critical'],
    ['the database is away', { 'GET /api/kpis': problem(503, 'away') }, 'critical'],
    ['an alert fires', { 'GET /api/alerts': alerts({ state: 'firing' }) }, 'warning'],
    [
      'no worker reaches the ai-service',
      { 'GET /api/live/workers': { workers: [worker({ ai_service_up: false })] } },
      'critical',
    ],
    ['attempts fail', { 'GET /api/kpis/series': { ...series, points: [point({ retried: 3 })] } }, 'critical'],
  ])('is judged when %s', async (_, changed, level) => {
    const { container } = await show(<OverviewPage />, { routes: { ...figures, ...changed } });
    await waitFor(() => expect(levelOf(container)).toBe(level));
  });

  it('looks back as far as somebody chooses, and remembers it', async () => {
    const { user, asked } = await show(<OverviewPage />, { routes: figures });
    await user.click(await screen.findByRole('radio', { name: '24 hours' }));
    await waitFor(() => expect(asked.map(({ route, search }) => route + search)).toContain('GET /api/kpis?window=24h'));
    expect(localStorage.getItem('vocalborn.window')).toBe('"24h"');
  });

  it('says of a chart without values that nothing was measured', async () => {
    await show(<OverviewPage />, { routes: figures });
    expect(await screen.findAllByText('No measurements in this time span.')).toHaveLength(8);
  });
});

describe('the page of the retry policy', () => {
  const rule = {
    ...{ error_kind: 'network', label: { 'zh-TW': '網路錯誤', 'en-US': 'Network error' }, strategy: 'exponential' },
    ...{ delays_seconds: [30, 60, 3_600], max_retries: 3 },
  };
  const never = { ...rule, error_kind: 'file', strategy: 'never', delays_seconds: [], max_retries: 0 };
  const routes = { 'GET /api/retry-policy': { rules: [rule, never], jitter_fraction: 0.1 } };

  it.each([
    ['en-US', 'Network error', '30 s → 1 min → 1 h'],
    ['zh-TW', '網路錯誤', '30 秒 → 1 分 → 1 小時'],
  ] as const)('shows in %s each rule with its delays', async (language, kind, delays) => {
    await show(<RetryPolicyPage />, { language, routes });
    const line = (await screen.findByText('(network)')).closest('tr')!;
    const row = within(line);
    expect(line.textContent).toContain(kind);
    expect(row.getByText(delays)).toBeTruthy();
    expect(within(screen.getByText('(file)').closest('tr')!).getByText('–')).toBeTruthy();
    expect(screen.getByText(/10 ?%/)).toBeTruthy();
  });

  it('shows a failure', async () => {
    await show(<RetryPolicyPage />, { routes: { 'GET /api/retry-policy': problem(500, 'broken') } });
    expect((await screen.findByRole('alert')).textContent).toContain('broken');
  });
});
