import { freePort } from '@vocalborn/system-harness';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mailbox } from '../fixtures/mailbox.js';
import { firingNotice, resolvedNotice } from '../fixtures/notices.js';
import { Receiver } from '../fixtures/receiver.js';
import type { AlertChannel } from './alert-channel.js';
import { channelContract } from './alert-channel.contract.js';
import { alertmanagerChannel } from './alertmanager.js';
import { emailChannel } from './email.js';
import { slackChannel } from './slack.js';
import { webhookChannel } from './webhook.js';

let receiver: Receiver;
let mailbox: Mailbox;
let nobody: string;
beforeEach(async () => {
  [receiver, mailbox] = await Promise.all([Receiver.start(), Mailbox.start()]);
  nobody = `127.0.0.1:${await freePort()}`;
});
afterEach(() => Promise.all([receiver.stop(), mailbox.stop()]));

const overHttp = (open: (host: string) => AlertChannel) => () => ({
  channel: open(receiver.host),
  unreachable: open(nobody),
  arrived: () => receiver.received.map(({ body }) => JSON.stringify(body)),
  refuse: () => (receiver.status = 500),
  secrets: ['xyzzy', 'hunter2', receiver.host],
});

describe('the webhook', () => {
  const open = (host: string): AlertChannel => webhookChannel(`http://me:hunter2@${host}/xyzzy?key=xyzzy`);
  channelContract(overHttp(open));

  it('posts every field, with the credentials of its address and a key for the news', async () => {
    await open(receiver.host).send(resolvedNotice);
    expect(receiver.received[0]).toMatchObject({
      path: '/xyzzy?key=xyzzy',
      headers: {
        authorization: `Basic ${btoa('me:hunter2')}`,
        'content-type': 'application/json',
        'idempotency-key': `${resolvedNotice.alertId}:resolved`,
      },
      body: {
        version: 1,
        alert_id: resolvedNotice.alertId,
        status: 'resolved',
        name: resolvedNotice.name,
        condition: 'queue_length > 50',
        severity: 'warning',
        figure: 'queue_length',
        value: 60,
        display: '60',
        since: '2026-01-01T00:00:00.000Z',
        fired_at: '2026-01-01T00:00:05.000Z',
        ended_at: '2026-01-01T00:10:00.000Z',
      },
    });
  });

  it('follows no redirection', async () => {
    receiver.status = 307;
    await expect(open(receiver.host).send(firingNotice)).rejects.toThrow('answered 307');
    expect(receiver.received).toHaveLength(1);
  });
});

describe('Slack', () => {
  const open = (host: string): AlertChannel => slackChannel(`http://${host}/services/xyzzy`);
  channelContract(overHttp(open));

  it('gets text in its own marks', async () => {
    await open(receiver.host).send(firingNotice);
    const { text } = receiver.received[0]?.body as { text: string };
    expect(text.split('\n')).toEqual([
      ':warning: *[告警 FIRING] 佇列積壓告警 &lt;now&gt; (warning)*',
      '條件 condition: queue_length &gt; 50',
      '數值 value: queue_length = 60',
      '開始 since: 2026-01-01T00:00:00.000Z',
    ]);
  });
});

describe('the Alertmanager', () => {
  const open = (host: string): AlertChannel => alertmanagerChannel(`http://me:hunter2@${host}/xyzzy/`);
  channelContract(overHttp(open));

  it('is told with the same labels that an alert fires and ends', async () => {
    for (const notice of [firingNotice, resolvedNotice]) await open(receiver.host).send(notice);
    const alerts = receiver.received.flatMap(
      ({ body }) => body as { labels: unknown; startsAt: string; endsAt: string }[],
    );
    expect(receiver.received.map(({ path }) => path)).toEqual(['/xyzzy/api/v2/alerts', '/xyzzy/api/v2/alerts']);
    expect(alerts.map(({ labels }) => labels)).toEqual(
      [1, 2].map(() => ({ alertname: firingNotice.name, severity: 'warning', service: 'vocalborn-analysis' })),
    );
    expect(Date.parse(alerts[0]!.endsAt) - Date.now()).toBeGreaterThan(4 * 60_000);
    expect(alerts[1]!.endsAt).toBe('2026-01-01T00:10:00.000Z');
  });
});

describe('mail', () => {
  const open = (host: string): AlertChannel =>
    emailChannel({
      serverUrl: `smtp://xyzzy:hunter2@${host}`,
      from: 'monitor@example.org',
      to: 'a@example.org, b@example.org',
    });

  const decoded = (mail: string): string => {
    const [head = '', ...body] = mail.split('\r\n\r\n');
    const text = body.join('\n\n').trim();
    const plain = /base64/i.test(head) ? Buffer.from(text, 'base64').toString() : fromQuotedPrintable(text);
    return `${head}\n${plain}`;
  };

  channelContract(() => ({
    channel: open(mailbox.host),
    unreachable: open(nobody),
    arrived: () => mailbox.mails.map(({ text }) => decoded(text)),
    refuse: () => (mailbox.refusal = 'not today, xyzzy'),
    secrets: ['xyzzy', 'hunter2'],
  }));

  it('goes to every receiver, under one id for the news', async () => {
    await open(mailbox.host).send(firingNotice);
    await open(mailbox.host).send(firingNotice);
    expect(mailbox.mails[0]).toMatchObject({ from: 'monitor@example.org', to: ['a@example.org', 'b@example.org'] });
    const ids = mailbox.mails.map(({ text }) => /^Message-ID: (.*)$/im.exec(text)?.[1]);
    expect(ids).toEqual([1, 2].map(() => `<${firingNotice.alertId}.firing@vocalborn-monitor>`));
  });

  it('does not tell what the server says of a wrong password', async () => {
    const wrong = emailChannel({ serverUrl: `smtp://xyzzy:swordfish@${mailbox.host}`, from: 'a@b', to: 'a@b' });
    await expect(wrong.send(firingNotice)).rejects.toThrow('the mail server did not take it: EAUTH 535');
  });
});

function fromQuotedPrintable(text: string): string {
  const joined = text.replaceAll(/=\r?\n/g, '');
  return decodeURIComponent(joined.replaceAll('%', '%25').replaceAll(/=([0-9A-F]{2})/g, '%$1'));
}
