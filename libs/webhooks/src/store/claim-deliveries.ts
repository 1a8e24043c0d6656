import { runStatement, type Database } from '@vocalborn/database';
import type { FinalState } from '@vocalborn/task';

/** A message that must be sent now. Its holder must record the outcome before the lease ends. */
export interface ClaimedDelivery {
  readonly deliveryId: string;
  readonly webhookId: string;
  readonly url: string;
  /** Host and port of the URL. */
  readonly receiver: string;
  /** Number of this attempt. Only its own outcome can be recorded under it. */
  readonly attempt: number;
  /** Failed attempts of this round. */
  readonly failures: number;
  /** The secrets that sign it, sealed: the present one, then the previous one while it is valid. */
  readonly sealedSecrets: readonly string[];
  readonly taskId: string;
  readonly practiceRecordId: string;
  readonly taskStatus: FinalState;
  readonly resultId: string | null;
  readonly taskEndedAt: Date;
}

export interface ClaimOptions {
  /** Most messages to take. */
  readonly limit: number;
  /** Most messages that this process sends to one receiver at a time. */
  readonly perReceiver: number;
  /** How many it is sending now, by receiver. */
  readonly underWay: ReadonlyMap<string, number>;
}

/** Seconds until another process may send the message. Longer than an attempt may take. */
const leaseSeconds = 60;

/**
 * Goes from receiver to receiver among the waiting messages, one look into the index each, so that the many messages of a
 * receiver that is away do not hide those of others. Among the receivers, the message that is due longest goes first.
 * Indexes: due_webhook_deliveries; primary keys.
 */
const statement = {
  name: 'claim-webhook-deliveries',
  text: `
    with recursive receivers as (
      (select receiver from webhook_deliveries where next_attempt_at is not null order by receiver limit 1)
      union all
      select (select d.receiver from webhook_deliveries d
        where d.next_attempt_at is not null and d.receiver > r.receiver order by d.receiver limit 1)
      from receivers r where r.receiver is not null
    ), due as (
      select d.delivery_id
      from receivers r left join unnest($3::text[], $4::int[]) as busy (receiver, messages) using (receiver)
      cross join lateral (
        select d.delivery_id, d.next_attempt_at from webhook_deliveries d
        where d.receiver = r.receiver and d.next_attempt_at <= now()
          and exists (select from webhooks w where w.webhook_id = d.webhook_id and w.disabled_at is null)
        order by d.next_attempt_at
        limit greatest($2::int - coalesce(busy.messages, 0), 0)
        for update skip locked
      ) d
      where r.receiver is not null
      order by d.next_attempt_at limit $1
    )
    update webhook_deliveries d
    set attempts = d.attempts + 1, last_attempt_at = now(), leased_until = now() + ${leaseSeconds} * interval '1 second',
      next_attempt_at = now() + ${leaseSeconds} * interval '1 second'
    from due, webhooks w
    where d.delivery_id = due.delivery_id and w.webhook_id = d.webhook_id
    returning d.delivery_id as "deliveryId", d.webhook_id as "webhookId", w.url, d.receiver, d.attempts as attempt,
      d.failures, d.task_id as "taskId", d.practice_record_id as "practiceRecordId", d.task_status as "taskStatus",
      d.result_id as "resultId", d.task_ended_at as "taskEndedAt",
      case when w.previous_secret_until > now() then array[w.secret, w.previous_secret] else array[w.secret] end
        as "sealedSecrets"`,
};

/** Takes messages that are due. No other process gets them during the lease; without an outcome they are due after it. */
export function claimDeliveries(
  database: Database,
  { limit, perReceiver, underWay }: ClaimOptions,
): Promise<ClaimedDelivery[]> {
  const values = [limit, perReceiver, [...underWay.keys()], [...underWay.values()]];
  return runStatement<ClaimedDelivery>(database, statement, values);
}
