import { inTransaction, runStatement, type Database } from '@vocalborn/database';
import type { Caller, EndingEvent } from '@vocalborn/task';

/** A webhook as its owner sees it: without its secret. */
export interface Webhook {
  readonly webhookId: string;
  readonly url: string;
  readonly events: readonly EndingEvent[];
  readonly createdAt: Date;
  /** Since when every attempt failed; null after a successful one. */
  readonly failingSince: Date | null;
  readonly disabledAt: Date | null;
  readonly disabledReason: DisabledReason | null;
}

/** Why a webhook gets no messages: its receiver answered 410, or every attempt of a day failed. */
export type DisabledReason = 'gone' | 'failing';

/** A webhook to be stored. */
export interface NewWebhook {
  readonly webhookId: string;
  readonly owner: Caller;
  readonly url: string;
  /** Host and port of the URL. */
  readonly receiver: string;
  readonly events: readonly EndingEvent[];
  /** As `SecretBox` sealed it. */
  readonly sealedSecret: string;
}

/** A page of a list. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** `after` of the next page; null after the last page. */
  readonly next: string | null;
}

const columns = `webhook_id as "webhookId", url, events, created_at as "createdAt", failing_since as "failingSince",
  disabled_at as "disabledAt", disabled_reason as "disabledReason"`;

const insertText = `
  insert into webhooks (webhook_id, owner_id, owner_role, url, receiver, events, secret)
  select $1, $2, $3, $4, $5, $6, $7
  where (select count(*) from webhooks where owner_id = $2::uuid) < $8
  returning ${columns}`;

/**
 * Stores a webhook. A lock lets one webhook of an owner be counted and stored at a time. Index: webhooks_by_owner.
 * @param limit most webhooks of one owner
 * @returns it as stored; null when the owner has so many already
 */
export function insertWebhook(database: Database, webhook: NewWebhook, limit: number): Promise<Webhook | null> {
  const { webhookId, owner, url, receiver, events, sealedSecret } = webhook;
  return inTransaction(database, async (query) => {
    await query(`select pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1::text, 0))`, [owner.userId]);
    const values = [webhookId, owner.userId, owner.role, url, receiver, events, sealedSecret, limit];
    const [stored] = await query(insertText, values);
    return (stored as Webhook | undefined) ?? null;
  });
}

const list = {
  name: 'list-webhooks',
  text: `select ${columns}, number from webhooks
    where owner_id = $1 and ($2::bigint is null or number < $2) order by number desc limit $3`,
};

/** The webhooks of an owner, the newest first. Index: webhooks_by_owner. @param after `next` of the previous page */
export async function listWebhooks(
  database: Database,
  ownerId: string,
  { limit, after }: { readonly limit: number; readonly after: string | null },
): Promise<Page<Webhook>> {
  return pageOf(await runStatement<Webhook & { number: string }>(database, list, [ownerId, after, limit + 1]), limit);
}

/** The page of rows that were asked for with one more than fits on it. */
export function pageOf<Item extends object>(
  rows: readonly (Item & { readonly number: string })[],
  limit: number,
): Page<Item> {
  return { items: rows.slice(0, limit), next: rows.length > limit ? (rows[limit - 1]?.number ?? null) : null };
}

const find = {
  name: 'find-webhook',
  text: `select ${columns} from webhooks where webhook_id = $1 and owner_id = $2`,
};
const remove = {
  name: 'delete-webhook',
  text: 'delete from webhooks where webhook_id = $1 and owner_id = $2 returning webhook_id',
};
const enable = {
  name: 'enable-webhook',
  text: `update webhooks set disabled_at = null, disabled_reason = null, failing_since = null, owner_role = $3
    where webhook_id = $1 and owner_id = $2 returning ${columns}`,
};

/** A webhook of this owner; undefined for any other id. Index: primary key. */
export async function findWebhook(
  database: Database,
  ownerId: string,
  webhookId: string,
): Promise<Webhook | undefined> {
  return (await runStatement<Webhook>(database, find, [webhookId, ownerId]))[0];
}

/** Deletes a webhook of this owner and its messages. Index: primary key. @returns whether there was one */
export async function deleteWebhook(database: Database, ownerId: string, webhookId: string): Promise<boolean> {
  return (await runStatement(database, remove, [webhookId, ownerId])).length > 0;
}

/** Lets a webhook of this owner get messages again, for what the owner may see in the present role. Index: primary key. */
export async function enableWebhook(
  database: Database,
  owner: Caller,
  webhookId: string,
): Promise<Webhook | undefined> {
  return (await runStatement<Webhook>(database, enable, [webhookId, owner.userId, owner.role]))[0];
}

/** Hours for which messages are signed with the previous secret too. */
const previousSecretHours = 24;

const roll = {
  name: 'roll-webhook-secret',
  text: `update webhooks set previous_secret = secret, secret = $3,
      previous_secret_until = now() + ${previousSecretHours} * interval '1 hour'
    where webhook_id = $1 and owner_id = $2 returning previous_secret_until as "until"`,
};

/**
 * Replaces the secret of a webhook of this owner. Index: primary key.
 * @returns until when messages are signed with the previous secret too; undefined for any other id
 */
export async function rollSecret(
  database: Database,
  ownerId: string,
  webhookId: string,
  sealedSecret: string,
): Promise<Date | undefined> {
  return (await runStatement<{ until: Date }>(database, roll, [webhookId, ownerId, sealedSecret]))[0]?.until;
}
