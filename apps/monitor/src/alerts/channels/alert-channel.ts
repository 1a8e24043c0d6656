import type { AlertNotice } from '../alert-notice.js';

/** A way to send messages about alerts. */
export interface AlertChannel {
  /** The name of the channel in deliveries and metrics. */
  readonly name: string;
  /** Seconds after which the message about a firing alert must be repeated; null if the receiver keeps it. */
  readonly repeatSeconds: number | null;
  /**
   * Sends one message. It may arrive twice, but without an error it has arrived.
   * @throws DeliveryError within about ten seconds, when it is not certain that the message arrived
   */
  send(notice: AlertNotice): Promise<void>;
}

/** A message did not arrive. The reason is logged and stored, so it contains no address, name or password. */
export class DeliveryError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'DeliveryError';
  }
}

/** Milliseconds after which a receiver that does not answer counts as failed. */
export const answerTimeoutMs = 10_000;
