import type { AlertNotice } from '../alert-notice.js';

/** A way to tell somebody of alerts. */
export interface AlertChannel {
  /** As deliveries and metrics know it. */
  readonly name: string;
  /** Seconds after which it must be told again that an alert still fires; null when it remembers. */
  readonly repeatSeconds: number | null;
  /**
   * Tells once; a message may arrive twice, never not at all without an error.
   * @throws DeliveryError when it is not certain that it arrived, within about ten seconds
   */
  send(notice: AlertNotice): Promise<void>;
}

/** A message did not arrive. The text says why and holds no address, name or password: it is logged and stored. */
export class DeliveryError extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'DeliveryError';
  }
}

/** Milliseconds that a receiver has to answer. */
export const answerTimeoutMs = 10_000;
