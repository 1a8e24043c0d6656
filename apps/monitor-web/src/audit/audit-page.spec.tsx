// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AuditAction } from '../api/queries.js';
import { problem } from '../fixtures/monitor.js';
import { show } from '../fixtures/show.js';
import { AuditPage } from './audit-page.js';

const route = 'GET /api/audit';

const action = (changed: Partial<AuditAction> = {}): AuditAction => ({
  ...{ action_id: '1', at: '2026-01-01T00:00:00Z', actor: 'operator', action: 'worker.pool_grow', target: 'w@h' },
  ...{ details: { n: 1 }, outcome: 'done', message: null },
  ...changed,
});

const rowOf = async (text: string) => within((await screen.findByText(text)).closest('tr')!);

describe('the audit log', () => {
  it('says who did what to what, and how it ended', async () => {
    const actions = [
      action(),
      action({ action_id: '2', actor: 'a', outcome: 'failed', message: 'the worker refuses' }),
      action({ action_id: '3', actor: 'b', outcome: null, action: 'brand.new' }),
    ];
    await show(<AuditPage />, { routes: { [route]: { actions } } });
    const first = await rowOf('operator');
    for (const text of ['Added a slot', 'n=1', 'w@h', 'Done']) expect(first.getByText(text)).toBeTruthy();
    const second = await rowOf('a');
    for (const text of ['Failed', 'the worker refuses']) expect(second.getByText(text)).toBeTruthy();
    expect((await rowOf('b')).getByText('brand.new')).toBeTruthy();
  });

  it('leads to the task that something was done to', async () => {
    const target = '12345678-0000-4000-8000-000000000000';
    await show(<AuditPage />, { routes: { [route]: { actions: [action({ action: 'task.revoke', target })] } } });
    const link = await screen.findByRole('link', { name: '12345678' });
    expect(link.getAttribute('href')).toBe(`/tasks/${target}`);
  });

  it.each(['en-US', 'zh-TW'] as const)('says in %s that nothing was done', async (language) => {
    await show(<AuditPage />, { language, routes: { [route]: { actions: [] } } });
    expect(await screen.findByText(language === 'en-US' ? /^No(body|thing|\b)/ : '尚無任何操作。')).toBeTruthy();
  });

  it('shows a failure', async () => {
    await show(<AuditPage />, { routes: { [route]: problem(503, 'Postgres is away') } });
    expect((await screen.findByRole('alert')).textContent).toContain('Postgres is away');
  });

  it('asks for what was done to one target, after a pause in typing', async () => {
    const { user, asked } = await show(<AuditPage />, { routes: { [route]: { actions: [] } } });
    await user.type(await screen.findByRole('searchbox'), 'w@h');
    await waitFor(() => expect(asked.at(-1)?.search).toBe('?target=w%40h&limit=50'));
    expect(asked.filter((each) => each.route === route).length).toBeLessThanOrEqual(2);
  });
});
