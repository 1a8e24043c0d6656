// @vitest-environment jsdom
import { screen, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import type { AlertRule, PastAlert } from '../api/queries.js';
import { alerts } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { AlertStateBadge, Severity } from './alert-badges.js';
import { AlertHistory } from './alert-history.js';
import { RuleCard } from './rule-card.js';

const showRule = (changed: Partial<AlertRule>, language: 'en-US' | 'zh-TW' = 'en-US') =>
  show(<RuleCard rule={alerts(changed).rules[0]!} />, { language });

describe('the card of a rule', () => {
  it.each<[string, Partial<AlertRule>, string, string]>([
    ['the current value', { display: '60' }, 'Now: 60', '目前值: 60'],
    ['a value over a window', { window_seconds: 3_600, display: '12%' }, 'Over the last 1 h: 12%', '最近 1 小時: 12%'],
    ['a duration', { for_seconds: 90 }, 'queue_length > 50 for 1 min 30 s', 'queue_length > 50 持續 1 分 30 秒'],
    ['a usual severity', { severity: 'critical' }, 'Severity: Critical', '嚴重程度: 嚴重'],
    ['the condition', { condition: 'retry_rate > 5' }, 'retry_rate > 5', 'retry_rate > 5'],
  ])('shows %s in both languages', async (_, rule, english, chinese) => {
    const first = await showRule(rule);
    expect(screen.getByRole('article').textContent).toContain(english);
    first.unmount();
    await showRule(rule, 'zh-TW');
    expect(screen.getByRole('article').textContent).toContain(chinese);
  });

  it('has no duration, start or silence when the rule has none', async () => {
    await showRule({});
    const { textContent } = screen.getByRole('article');
    for (const word of [' for ', 'Since', 'Silenced']) expect(textContent).not.toContain(word);
    expect(screen.queryByRole('time')).toBeNull();
  });

  it('shows since when the alert fires and until when it is silenced', async () => {
    const since = '2026-01-01T00:00:00Z';
    await showRule({ state: 'firing', since, silenced_until: '2026-01-01T01:00:00Z' });
    const card = screen.getByRole('article');
    expect(card.querySelector('time')?.dateTime).toBe(since);
    expect(card.textContent).toMatch(/Silenced until .*2026/);
  });
});

describe('the badge of a state', () => {
  it.each([
    ['inactive', 'Inactive', '正常'],
    ['pending', 'Pending', '待觸發'],
    ['firing', 'Firing', '觸發中'],
    ['resolved', 'Resolved', '已解除'],
    ['cancelled', 'Not fired', '未觸發'],
  ] as const)('%s is “%s” or “%s”', async (state, english, chinese) => {
    const first = await show(<AlertStateBadge state={state} />);
    expect(screen.getByText(english)).toBeTruthy();
    first.unmount();
    await show(<AlertStateBadge state={state} />, { language: 'zh-TW' });
    expect(screen.getByText(chinese)).toBeTruthy();
  });
});

it.each([
  ['critical', 'Critical'],
  ['warning', 'Warning'],
  ['info', 'Info'],
  ['page', 'page'],
])('the severity %s is shown as “%s”', async (severity, text) => {
  await show(<Severity severity={severity} />);
  expect(screen.getByText(text, { exact: false, ignore: 'output' })).toBeTruthy();
});

describe('the history', () => {
  const past = (changed: Partial<PastAlert>): PastAlert => ({
    ...{ alert_id: '1', name: 'slow', condition: 'avg_wait_time > 60', severity: 'warning', value: 80 },
    ...{ state: 'resolved', since: '2026-01-01T00:00:00Z', fired_at: '2026-01-01T00:02:00Z' },
    ended_at: '2026-01-01T00:05:00Z',
    ...changed,
  });

  it('shows when an alert fired and ended', async () => {
    await show(<AlertHistory history={[past({})]} />);
    const row = screen.getByText('slow').closest('tr')!;
    expect([...row.querySelectorAll('time')].map((time) => time.dateTime)).toEqual([
      ...['2026-01-01T00:02:00Z', '2026-01-01T00:05:00Z'],
    ]);
  });

  it('shows the start of an alert that never fired, and a dash for the end of one that still fires', async () => {
    await show(<AlertHistory history={[past({ fired_at: null, ended_at: null, state: 'firing' })]} />);
    const row = screen.getByText('slow').closest('tr')!;
    expect([...row.querySelectorAll('time')].map((time) => time.dateTime)).toEqual(['2026-01-01T00:00:00Z']);
    expect(within(row).getByText('–')).toBeTruthy();
  });

  it('keeps the order of the answer', async () => {
    await show(<AlertHistory history={['c', 'a', 'b'].map((name) => past({ name, alert_id: name }))} />);
    expect(
      screen
        .getAllByRole('row')
        .slice(1)
        .map((row) => row.querySelector('b')?.textContent),
    ).toEqual([...['c', 'a', 'b']]);
  });
});
