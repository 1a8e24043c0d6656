// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { Alerts } from '../api/queries.js';
import { problem } from '../fixtures/monitor.js';
import { alerts } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { AlertsPage } from './alerts-page.js';

const silence = {
  ...{ silence_id: '7', name: 'slow', until: '2026-01-01T01:00:00Z', actor: 'operator', reason: 'planned' },
  created_at: '2026-01-01T00:00:00Z',
};

const routes = (data: Alerts, silences: object[] = []) => ({
  'GET /api/alerts': data,
  'GET /api/alerts/silences': { silences },
});

describe('the page of alerts', () => {
  it('shows the rules that fire first, with their values', async () => {
    const data = alerts(
      { name: 'quiet' },
      { name: 'soon', state: 'pending', for_seconds: 120 },
      {
        name: 'fires',
        state: 'firing',
        severity: 'critical',
        window_seconds: 3_600,
        display: '12%',
        since: '2026-01-01T00:00:00Z',
      },
    );
    await show(<AlertsPage />, { routes: routes(data) });
    const cards = await screen.findAllByRole('article');
    expect(cards.map((card) => card.getAttribute('aria-label'))).toEqual(['fires', 'soon', 'quiet']);
    expect(cards[0]?.textContent).toContain('Critical');
    expect(cards[0]?.textContent).toContain('Over the last 1 h: 12%');
    expect(cards[1]?.textContent).toContain('for 2 min');
  });

  it('says that nothing is silenced and that nothing fired', async () => {
    await show(<AlertsPage />, { routes: routes(alerts({})) });
    expect(await screen.findByText('Nothing is silenced.')).toBeTruthy();
    expect(screen.getByText('No alert has fired yet.')).toBeTruthy();
  });

  it.each([
    ['en-US', 'This monitor has no alerts.'],
    ['zh-TW', '這個監控服務沒有告警功能。'],
  ] as const)('says in %s that the monitor has no alerts', async (language, text) => {
    await show(<AlertsPage />, { language });
    expect(await screen.findByText(text)).toBeTruthy();
  });

  it('shows a failure, and a rules file that is not valid', async () => {
    const failing = await show(<AlertsPage />, { routes: { 'GET /api/alerts': problem(500, 'broken') } });
    expect((await screen.findByRole('alert')).textContent).toContain('broken');
    failing.unmount();
    const data = { ...alerts({}), rules_file: { path: 'a.yaml', loaded_at: '2026-01-01T00:00:00Z', error: 'line 3' } };
    await show(<AlertsPage />, { routes: routes(data) });
    expect((await screen.findByRole('alert')).textContent).toContain('line 3');
  });

  it('shows what fired before', async () => {
    const past = {
      alert_id: '1',
      name: 'dead',
      condition: 'active_workers == 0',
      severity: 'critical',
      value: 0,
    } as const;
    const times = { since: '2026-01-01T00:00:00Z', fired_at: null, ended_at: '2026-01-01T00:05:00Z' };
    await show(<AlertsPage />, {
      routes: routes({ ...alerts(), history: [{ ...past, ...times, state: 'cancelled' }] }),
    });
    const line = (await screen.findByText('dead')).closest('tr')!;
    const row = within(line);
    expect(row.getByText('active_workers == 0')).toBeTruthy();
    expect(line.querySelectorAll('time')).toHaveLength(2);
  });
});

describe('a silence', () => {
  it('is asked for with a reason, and sent', async () => {
    const post = 'POST /api/alerts/silences';
    const { user, asked } = await show(<AlertsPage />, {
      routes: { ...routes(alerts({ name: 'slow' })), [post]: silence },
    });
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    const dialog = within(await screen.findByRole('dialog', { name: 'Silence “slow”' }));
    await user.type(dialog.getByLabelText(/Reason/), ' planned ');
    await user.click(dialog.getByRole('button', { name: 'Silence' }));
    await waitFor(() =>
      expect(asked.find(({ route }) => route === post)?.body).toEqual({ name: 'slow', minutes: 60, reason: 'planned' }),
    );
  });

  it('that is refused is told in the dialog', async () => {
    const refused = {
      ...routes(alerts({ name: 'slow' })),
      'POST /api/alerts/silences': problem(400, 'reason is too long'),
    };
    const { user } = await show(<AlertsPage />, { routes: refused });
    await user.click(await screen.findByRole('button', { name: 'Silence' }));
    const dialog = within(await screen.findByRole('dialog'));
    await user.type(dialog.getByLabelText(/Reason/), 'x');
    await user.click(dialog.getByRole('button', { name: 'Silence' }));
    expect((await dialog.findByRole('alert')).textContent).toContain('reason is too long');
  });

  it('is shown with who wanted it and why, and can be ended', async () => {
    const end = 'DELETE /api/alerts/silences/7';
    const { user, asked } = await show(<AlertsPage />, { routes: { ...routes(alerts({}), [silence]), [end]: {} } });
    expect((await screen.findByText('planned')).closest('p')?.textContent).toContain('operator');
    await user.click(screen.getByRole('button', { name: 'End silence' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'End silence' }));
    expect(await screen.findByText('Done')).toBeTruthy();
    expect(asked.some(({ route }) => route === end)).toBe(true);
  });

  it('is not offered to somebody who may only look', async () => {
    const guest = { ...routes(alerts({}), [silence]), 'GET /api/me': { name: 'guest', may_act: false } };
    await show(<AlertsPage />, { routes: guest });
    await screen.findByText('planned');
    expect(screen.queryByRole('button', { name: /ilence/ })).toBeNull();
  });
});
