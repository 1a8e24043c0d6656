import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import {
  claimDeliveries,
  claimRepeats,
  noteDelivered,
  noteNotDelivered,
  writeOwedDeliveries,
  type ClaimedDelivery,
} from '@vocalborn/monitor-store';
import { LOGGER, RepeatedWork, type Logger } from '@vocalborn/observability';
import { AlertMetrics } from './alert-metrics.js';
import { noticeOf } from './alert-notice.js';
import type { AlertChannel } from './channels/alert-channel.js';
import { retryDelaySeconds } from './delivery-schedule.js';

export const ALERT_CHANNELS = Symbol('alert channels');

const lookEveryMs = 2_000;

/** Longer than a channel takes to send a message. */
const leaseSeconds = 60;
const atOnce = 20;

/**
 * Sends the messages that the rounds have written. One of several monitors holds a message at a time. If it dies
 * before it records the delivery, another monitor sends the message again.
 */
@Injectable()
export class AlertOutbox implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #rounds: RepeatedWork;

  constructor(
    private readonly database: Database,
    @Inject(ALERT_CHANNELS) private readonly channels: readonly AlertChannel[],
    private readonly metrics: AlertMetrics,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {
    this.#rounds = new RepeatedWork({
      everyMs: lookEveryMs,
      run: () => this.sendDue(),
      onError: (error) => logger.warn({ err: error }, 'alert messages cannot be sent now'),
    });
  }

  get channelNames(): readonly string[] {
    return this.channels.map((channel) => channel.name);
  }

  onApplicationBootstrap(): void {
    if (this.channels.length > 0) this.#rounds.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#rounds.stop();
  }

  private async sendDue(): Promise<void> {
    await Promise.all((await this.claim()).map((delivery) => this.deliver(delivery)));
  }

  private async claim(): Promise<ClaimedDelivery[]> {
    await writeOwedDeliveries(this.database, this.channelNames);
    const lease = { leaseSeconds, limit: atOnce };
    const claimed = await claimDeliveries(this.database, { ...lease, channels: this.channelNames });
    for (const { name, repeatSeconds } of this.channels) {
      if (repeatSeconds === null) continue;
      claimed.push(...(await claimRepeats(this.database, { ...lease, channels: [name], everySeconds: repeatSeconds })));
    }
    return claimed;
  }

  private async deliver(delivery: ClaimedDelivery): Promise<void> {
    const channel = this.channels.find(({ name }) => name === delivery.channel);
    const failure = await channel?.send(noticeOf(delivery)).then(() => null, reasonOf);
    if (failure === null) {
      await noteDelivered(this.database, delivery.deliveryId);
      this.metrics.sent(delivery.channel, 'delivered');
      return;
    }
    await this.noteFailure(delivery, failure ?? 'there is no such channel');
  }

  private async noteFailure(delivery: ClaimedDelivery, reason: string): Promise<void> {
    const retrySeconds = delivery.repeated ? null : retryDelaySeconds(delivery.attempts);
    await noteNotDelivered(this.database, delivery.deliveryId, reason, retrySeconds);
    const givenUp = retrySeconds === null && !delivery.repeated;
    this.metrics.sent(delivery.channel, givenUp ? 'given_up' : 'failed');
    const { channel, transition, attempts } = delivery;
    const details = { alert: delivery.alert.name, channel, transition, attempts, reason };
    if (givenUp) this.logger.error(details, 'an alert message is given up');
    else this.logger.warn({ ...details, retrySeconds }, 'an alert message was not delivered');
  }
}

/** The message of a DeliveryError contains no secret. Of any other error only the name is used. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'failed';
  return error.name === 'DeliveryError' ? error.message : error.name;
}
