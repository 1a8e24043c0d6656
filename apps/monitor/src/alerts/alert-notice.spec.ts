import type { ClaimedDelivery } from '@vocalborn/monitor-store';
import { describe, expect, it } from 'vitest';
import { details, displayOf, headline, noticeOf } from './alert-notice.js';
import { firingNotice, resolvedNotice } from './fixtures/notices.js';

const delivery = (
  given: Partial<ClaimedDelivery['alert']> = {},
  transition: ClaimedDelivery['transition'] = 'firing',
) =>
  ({
    deliveryId: '1',
    transition,
    channel: 'webhook',
    attempts: 1,
    repeated: false,
    alert: {
      alertId: 'alert',
      name: 'slow',
      condition: 'avg_processing_time > 60s',
      severity: 'critical',
      state: 'firing',
      figure: 'avg_processing_time',
      value: 72.04,
      since: new Date(0),
      firedAt: new Date(1_000),
      endedAt: null,
      ...given,
    },
  }) satisfies ClaimedDelivery;

describe('a message about an alert', () => {
  it('has the value with its unit', () => {
    expect(noticeOf(delivery())).toEqual({
      alertId: 'alert',
      status: 'firing',
      name: 'slow',
      condition: 'avg_processing_time > 60s',
      severity: 'critical',
      figure: 'avg_processing_time',
      value: 72.04,
      display: '72s',
      since: new Date(0),
      firedAt: new Date(1_000),
      endedAt: null,
    });
  });

  it.each<[ClaimedDelivery['transition'], Date | null]>([
    ['resolved', new Date(5_000)],
    ['firing', null],
  ])('that is %s has the end %j of an alert that has ended meanwhile', (transition, endedAt) => {
    expect(noticeOf(delivery({ endedAt: new Date(5_000) }, transition)).endedAt).toEqual(endedAt);
  });

  it.each([
    ['queue_length', 60, '60'],
    ['redis_memory', 1_024, '1 KB'],
    ['failure_rate', null, '–'],
    ['a figure of an earlier version', 1, '–'],
    ['toString', 1, '–'],
  ])('shows %s of %s as %s', (figure, value, display) => expect(displayOf(figure, value)).toBe(display));

  it('begins with status, name and severity in both languages', () => {
    expect(headline(firingNotice)).toBe('[告警 FIRING] 佇列積壓告警 <now> (warning)');
    expect(headline(resolvedNotice)).toBe('[恢復 RESOLVED] 佇列積壓告警 <now> (warning)');
  });

  it('tells the end of an alert that has ended', () => {
    expect(details(firingNotice)).toHaveLength(3);
    expect(details(resolvedNotice).at(-1)).toBe('結束 ended: 2026-01-01T00:10:00.000Z');
  });
});
