import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import {
  deleteWebhook,
  enableWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  newSecret,
  rollSecret,
  SecretBox,
  type Webhook,
} from '@vocalborn/webhooks';
import { randomUUID } from 'node:crypto';
import { Problem } from '../http/problem.js';
import { ReceiverCheck } from './receiver-check.js';
import type { NewWebhookDto, WebhookPageQueryDto } from './webhook.dto.js';

const unknown = (): Problem =>
  new Problem(
    'not-found',
    { 'en-US': 'There is no such webhook.', 'zh-TW': '沒有這個 Webhook。' },
    { field: 'webhook_id' },
  );

/** The webhooks of a caller. Those of others do not exist for them. */
@Injectable()
export class ManageWebhooks {
  constructor(
    private readonly database: Database,
    private readonly secrets: SecretBox,
    private readonly receivers: ReceiverCheck,
    @Inject(SETTINGS) private readonly settings: ApiGatewaySettings,
  ) {}

  /**
   * Creates a webhook with a new secret.
   * @throws Problem `invalid-request` when messages may not be sent to the URL, `too-many-webhooks`
   */
  async create(owner: Principal, { url, events }: NewWebhookDto): Promise<{ webhook: Webhook; secret: string }> {
    const checked = await this.receivers.check(url);
    const [webhookId, secret] = [randomUUID(), newSecret()];
    const sealedSecret = this.secrets.seal(secret, webhookId);
    const { WEBHOOKS_PER_USER: limit } = this.settings;
    const stored = { webhookId, owner, ...checked, events: [...new Set(events)], sealedSecret };
    const webhook = await insertWebhook(this.database, stored, limit);
    if (webhook) return { webhook, secret };
    throw new Problem(
      'too-many-webhooks',
      { 'en-US': `You have ${limit} webhooks already.`, 'zh-TW': `您已有 ${limit} 個 Webhook。` },
      { max_webhooks: limit },
    );
  }

  list({ userId }: Principal, { limit, cursor }: WebhookPageQueryDto) {
    return listWebhooks(this.database, userId, { limit, after: cursor ?? null });
  }

  /** @throws Problem `not-found` */
  async find({ userId }: Principal, webhookId: string): Promise<Webhook> {
    const webhook = await findWebhook(this.database, userId, webhookId);
    if (!webhook) throw unknown();
    return webhook;
  }

  /** @throws Problem `not-found` */
  async delete({ userId }: Principal, webhookId: string): Promise<void> {
    if (!(await deleteWebhook(this.database, userId, webhookId))) throw unknown();
  }

  /** Lets the webhook get messages again. @throws Problem `not-found` */
  async enable(owner: Principal, webhookId: string): Promise<Webhook> {
    const webhook = await enableWebhook(this.database, owner, webhookId);
    if (!webhook) throw unknown();
    return webhook;
  }

  /** Replaces the secret. @returns it, and until when the previous one signs too @throws Problem `not-found` */
  async rollSecret({ userId }: Principal, webhookId: string): Promise<{ secret: string; previousUntil: Date }> {
    const secret = newSecret();
    const sealed = this.secrets.seal(secret, webhookId);
    const previousUntil = await rollSecret(this.database, userId, webhookId, sealed);
    if (!previousUntil) throw unknown();
    return { secret, previousUntil };
  }
}
