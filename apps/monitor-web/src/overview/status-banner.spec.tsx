// @vitest-environment jsdom
import { screen } from '@testing-library/react';
import type { SystemVerdict } from '@vocalborn/monitoring-rules';
import { expect, it } from 'vitest';
import { kpisNow, point } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { FigureCards } from './figure-cards.js';
import { StatusBanner } from './status-banner.js';

const noWorker = { level: 'critical', name: 'noWorker', values: {} } as const;
const waited = { level: 'warning', name: 'waitLong', values: { time: { seconds: 360 } } } as const;

it.each<[SystemVerdict, 'en-US' | 'zh-TW', string[]]>([
  [{ level: 'good', reasons: [] }, 'en-US', ['Everything is all right', 'Analyses for patients run normally.']],
  [{ level: 'good', reasons: [] }, 'zh-TW', ['一切正常', '病人的分析正常進行中。']],
  [{ level: 'unknown', reasons: [] }, 'zh-TW', ['檢查中…']],
  [{ level: 'critical', reasons: [noWorker] }, 'en-US', ['No worker is online: nothing is analysed.']],
  [{ level: 'critical', reasons: [noWorker] }, 'zh-TW', ['沒有任何 Worker 在線上：分析無法進行。']],
  [{ level: 'warning', reasons: [waited] }, 'en-US', ['A task waited for 6 min before it was started.']],
  [{ level: 'warning', reasons: [waited] }, 'zh-TW', ['有任務等待了 6 分才開始執行。']],
])('the banner tells of %j in %s', async (verdict, language, texts) => {
  await show(<StatusBanner {...verdict} />, { language });
  const banner = screen.getAllByRole('status').find((element) => element.dataset['level'] === verdict.level);
  for (const text of texts) expect(banner?.textContent).toContain(text);
  expect(screen.queryAllByRole('listitem')).toHaveLength(verdict.reasons.length);
});

it('a card shows the figure, its limit, and over how long it is taken', async () => {
  const now = {
    ...kpisNow({ redis_memory: 2 ** 28, success_rate: 94.5 }),
    limits: { worker_memory: null, redis_memory: 2 ** 31, redis_connections: null },
  };
  const { container } = await show(<FigureCards now={now} points={[point({ success_rate: 90 }), point()]} />);
  const card = (name: string): string => container.querySelector(`[data-kpi="${name}"]`)?.textContent ?? '';
  expect(card('redis_memory')).toContain('256 MB / 2 GB');
  expect(card('redis_memory')).toContain('now');
  expect(card('success_rate')).toContain('94.5%');
  expect(card('success_rate')).toContain('1 h');
  expect(card('avg_wait_time')).toContain('–');
});
