import type { Database } from '@vocalborn/database';
import type { Logger } from '@vocalborn/observability';
import { readRetryAfter, retryInSeconds } from './retry-schedule.js';
import type { AttemptOutcome } from './sending/attempt.js';
import type { ClaimedDelivery } from './store/claim-deliveries.js';
import { recordDelivered, recordFailed, releaseDelivery } from './store/record-outcome.js';
import { giveUpDeliveriesOfDisabled } from './store/tidy-deliveries.js';
import type { DisabledReason } from './store/webhooks.js';

/** How an attempt ended: `failed` is retried, `given_up` was the last one, `released` was cut short by a stop. */
export type DeliveryOutcome = 'delivered' | 'failed' | 'given_up' | 'released';

/** Counts what happens to messages. */
export interface DeliveryObserver {
  ended(outcome: DeliveryOutcome): void;
  disabled(reason: DisabledReason): void;
}

/** The receiver has no use for further messages (Standard Webhooks). */
const goneStatus = 410;

/** Records how attempts end. */
export class DeliveryOutcomes {
  constructor(
    private readonly options: {
      readonly database: Database;
      readonly observer: DeliveryObserver;
      readonly logger: Logger;
    },
  ) {}

  /** Records an answer of the class 2xx as a delivery and everything else, a redirect too, as a failure. */
  async ended(delivery: ClaimedDelivery, outcome: AttemptOutcome): Promise<void> {
    const { database, observer } = this.options;
    if (outcome.status === null || outcome.status < 200 || outcome.status > 299) return this.failed(delivery, outcome);
    if (await recordDelivered(database, delivery, outcome.status)) observer.ended('delivered');
  }

  /** Gives back a message whose attempt was cut short. */
  async released(delivery: ClaimedDelivery): Promise<void> {
    if (await releaseDelivery(this.options.database, delivery)) this.options.observer.ended('released');
  }

  private async failed(delivery: ClaimedDelivery, outcome: AttemptOutcome): Promise<void> {
    const { database, observer, logger } = this.options;
    const { status: responseStatus } = outcome;
    const isGone = responseStatus === goneStatus;
    const askedFor = outcome.status === null ? null : readRetryAfter(outcome.retryAfter, new Date());
    const retry = isGone ? null : retryInSeconds(delivery.failures + 1, askedFor);
    const error = outcome.status === null ? outcome.reason : `the receiver answered ${outcome.status}`;
    const failure = { responseStatus, error, retryInSeconds: retry, isGone };
    const reason = await recordFailed(database, delivery, failure);
    if (reason === undefined) return;
    observer.ended(retry === null ? 'given_up' : 'failed');
    const { deliveryId, webhookId, attempt } = delivery;
    logger.info({ deliveryId, webhookId, attempt, reason: error, retrySeconds: retry }, 'a webhook message failed');
    if (reason !== null) await this.disabled(webhookId, reason);
  }

  private async disabled(webhookId: string, reason: DisabledReason): Promise<void> {
    const { database, observer, logger } = this.options;
    observer.disabled(reason);
    logger.warn({ webhookId, reason }, 'a webhook is disabled: its receiver takes no messages');
    await giveUpDeliveriesOfDisabled(database);
  }
}
