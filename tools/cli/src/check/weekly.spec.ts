import { expect, it } from 'vitest';
import { startOfWeekOverWeek } from './weekly.js';

const hourMs = 3_600_000;
const twoWeeksMs = 14 * 24 * hourMs;

it.each(['2026-01-20T10:00:00Z', '2026-01-20T10:00:01Z', '2026-01-20T10:59:59Z'])(
  'compares two weeks of which the second holds the present hour: %s',
  (text) => {
    const now = Date.parse(text);
    const firstHour = Math.floor(startOfWeekOverWeek(now).getTime() / hourMs) * hourMs;
    expect(firstHour + twoWeeksMs).toBeGreaterThan(now);
    expect(firstHour + twoWeeksMs - now).toBeLessThanOrEqual(hourMs);
  },
);
