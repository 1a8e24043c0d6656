import type { Database } from '@vocalborn/database';
import { RepeatedWork, type Logger } from '@vocalborn/observability';
import { setMaxListeners } from 'node:events';
import { DeliveryOutcomes, type DeliveryObserver } from './delivery-outcomes.js';
import { messageBody } from './message.js';
import type { SecretBox } from './secret-box.js';
import { attempt, type AttemptOutcome, type SendingOptions } from './sending/attempt.js';
import { signatureHeaders } from './sign.js';
import { claimDeliveries, type ClaimedDelivery } from './store/claim-deliveries.js';
import { UnderWay } from './under-way.js';

export interface DelivererOptions {
  readonly database: Database;
  readonly secrets: SecretBox;
  readonly sending: SendingOptions;
  readonly observer: DeliveryObserver;
  readonly logger: Logger;
}

/** Milliseconds between two looks for messages that are due. */
const lookEveryMs = 1_000;

/** Messages that one process sends at a time, in all and to one receiver: a slow one leaves room for others. */
const atOnce = 32;
const perReceiver = 4;

/** Milliseconds for the messages under way to finish when the process stops. */
const graceMs = 5_000;

/**
 * Sends the messages that are due. Every gateway does: each message is taken by one of them at a time, and sent again by
 * another when its process dies before it recorded the outcome.
 */
export class Deliverer {
  readonly #underWay = new UnderWay();
  readonly #looks: RepeatedWork;
  readonly #outcomes: DeliveryOutcomes;
  readonly #stopping = new AbortController();
  #look: Promise<void> | undefined;
  /** Looks that were asked for while one was under way. */
  #asked = 0;
  #isStopped = false;

  constructor(private readonly options: DelivererOptions) {
    // Every message under way listens.
    setMaxListeners(atOnce, this.#stopping.signal);
    this.#outcomes = new DeliveryOutcomes(options);
    this.#looks = new RepeatedWork({
      everyMs: lookEveryMs,
      run: () => this.look(),
      onError: (error) => options.logger.debug({ err: error }, 'webhook messages cannot be read now'),
    });
  }

  start(): void {
    this.#looks.start();
  }

  /** Takes no further message. Gives back those that are still being sent after five seconds. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looks.stop();
    await this.#look?.catch(() => undefined);
    const abort = setTimeout(() => this.#stopping.abort(), graceMs);
    await this.#underWay.allEnded();
    clearTimeout(abort);
  }

  /** Takes what is due, as far as there is room. Looks at the same time become one. */
  private async look(): Promise<void> {
    if (this.#look) {
      this.#asked += 1;
      return this.#look;
    }
    this.#look = this.takeDue().finally(() => (this.#look = undefined));
    return this.#look;
  }

  private async takeDue(): Promise<void> {
    let asked: number;
    do {
      asked = this.#asked;
      const limit = atOnce - this.#underWay.count;
      if (limit === 0 || this.#isStopped) return;
      const room = { limit, perReceiver, underWay: this.#underWay.byReceiver };
      for (const delivery of await claimDeliveries(this.options.database, room)) this.begin(delivery);
    } while (asked !== this.#asked);
  }

  private begin(delivery: ClaimedDelivery): void {
    void this.#underWay.add(delivery.receiver, this.deliver(delivery)).then(() => this.lookForNext());
  }

  /** A message that ended leaves room for the next one. */
  private lookForNext(): void {
    if (this.#isStopped) return;
    this.look().catch((error: unknown) =>
      this.options.logger.debug({ err: error }, 'webhook messages cannot be read now'),
    );
  }

  /** Never rejects: an outcome that cannot be recorded leaves the message to the end of its lease. */
  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const { signal } = this.#stopping;
    try {
      const outcome = await this.send(delivery, signal);
      if (outcome.status === null && signal.aborted) await this.#outcomes.released(delivery);
      else await this.#outcomes.ended(delivery, outcome);
    } catch (error) {
      const { deliveryId } = delivery;
      this.options.logger.warn({ err: error, deliveryId }, 'the outcome of a webhook message is not recorded');
    }
  }

  private async send(delivery: ClaimedDelivery, signal: AbortSignal): Promise<AttemptOutcome> {
    const { deliveryId, webhookId, url, sealedSecrets } = delivery;
    const { secrets: box, sending } = this.options;
    try {
      const body = messageBody(delivery);
      const secrets = sealedSecrets.map((stored) => box.open(stored, webhookId));
      const headers = signatureHeaders({ messageId: deliveryId, body, at: new Date(), secrets });
      return await attempt({ url, headers, body, signal }, sending);
    } catch (error) {
      this.options.logger.error({ err: error, webhookId }, 'a webhook message cannot be signed');
      return { status: null, reason: 'the message cannot be signed' };
    }
  }
}
