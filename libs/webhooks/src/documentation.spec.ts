import { freePort, ManagedProcess, temporaryFolder, waitFor, workspaceRoot } from '@vocalborn/system-harness';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TestDeliverer } from './fixtures/test-deliverer.js';
import { TestOutbox } from './fixtures/test-outbox.js';
import { newSecret, signatureHeaders } from './sign.js';

const folder = temporaryFolder('webhook-documentation');
const script = (name: string): string => join(folder.path, name);

type IsGenuine = (secret: string, headers: Record<string, string>, body: string) => boolean;

let isGenuine: IsGenuine;
let outbox: TestOutbox;
beforeAll(async () => {
  const text = readFileSync(join(workspaceRoot, 'docs/webhooks.md'), 'utf8');
  const [check = '', receiver = ''] = [...text.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);
  writeFileSync(script('is-genuine.mjs'), check);
  writeFileSync(script('receiver.mjs'), receiver);
  ({ isGenuine } = (await import(pathToFileURL(script('is-genuine.mjs')).href)) as { isGenuine: IsGenuine });
  outbox = await TestOutbox.open();
});
afterAll(async () => {
  await outbox.close();
  folder.remove();
});

describe('the documented check', () => {
  const secret = newSecret();
  const [messageId, body] = ['6f0d3c1e', '{"type":"task.succeeded"}'];
  const headersAt = (at: Date, secrets = [secret]) => signatureHeaders({ messageId, body, at, secrets });

  it('accepts a message with its own signature, also beside another one', () => {
    expect(isGenuine(secret, headersAt(new Date()), body)).toBe(true);
    expect(isGenuine(secret, headersAt(new Date(), [newSecret(), secret]), body)).toBe(true);
  });

  it('refuses another body, another secret, an old message and one without a signature', () => {
    const headers = headersAt(new Date());
    expect(isGenuine(secret, headers, `${body} `)).toBe(false);
    expect(isGenuine(newSecret(), headers, body)).toBe(false);
    expect(isGenuine(secret, headersAt(new Date(Date.now() - 301_000)), body)).toBe(false);
    expect(isGenuine(secret, {}, body)).toBe(false);
  });
});

describe('the documented receiver', () => {
  it('shows a message that is sent twice once', async () => {
    const port = await freePort();
    const webhook = await outbox.webhook({ url: `http://127.0.0.1:${port}/` });
    const env = { PATH: process.execPath, PORT: String(port), WEBHOOK_SECRET: webhook.secret };
    const receiver = new ManagedProcess({ command: process.execPath, args: [script('receiver.mjs')], env });
    await waitFor(() => fetch(`http://127.0.0.1:${port}/`, { method: 'POST' }), { what: 'the receiver to listen' });
    const taskId = await outbox.running();
    await outbox.succeed(taskId);
    const deliverer = TestDeliverer.start(outbox);
    const isDelivered = async (attempts: number): Promise<boolean> => {
      const message = await outbox.message(webhook);
      return message.state === 'delivered' && message.attempts === attempts;
    };
    await waitFor(() => isDelivered(1), { what: 'the message to be delivered' });
    await outbox.database.query(
      `update webhook_deliveries set state = 'pending', settled_at = null, next_attempt_at = now()`,
    );
    await waitFor(() => isDelivered(2), { what: 'the message to be delivered again' });
    await deliverer.stop();
    await receiver.stop();
    expect(receiver.output().split(taskId)).toHaveLength(2);
  });
});
