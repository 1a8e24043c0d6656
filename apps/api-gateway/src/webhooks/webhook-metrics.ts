import { Inject, Injectable } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { METRICS } from '@vocalborn/observability';
import { countWaiting, type DeliveryObserver } from '@vocalborn/webhooks';
import { Counter, Gauge, type Registry } from 'prom-client';

/** Metrics of webhooks and of their messages. Without the database the gauges are absent. */
@Injectable()
export class WebhookMetrics implements DeliveryObserver {
  readonly #attempts: Counter;
  readonly #disabled: Counter;

  constructor(
    @Inject(METRICS) registry: Registry,
    private readonly database: Database,
  ) {
    const registers = [registry];
    this.#attempts = new Counter({
      name: 'vocalborn_webhook_attempts_total',
      help: 'Attempts of this process to deliver webhook messages, by outcome',
      labelNames: ['outcome'],
      registers,
    });
    this.#disabled = new Counter({
      name: 'vocalborn_webhooks_disabled_total',
      help: 'Webhooks that this process disabled, by reason',
      labelNames: ['reason'],
      registers,
    });
    this.showWaiting(registry);
  }

  ended(outcome: Parameters<DeliveryObserver['ended']>[0]): void {
    this.#attempts.inc({ outcome });
  }

  disabled(reason: Parameters<DeliveryObserver['disabled']>[0]): void {
    this.#disabled.inc({ reason });
  }

  private showWaiting(registry: Registry): void {
    const figures = {
      count: ['vocalborn_webhook_messages_waiting', 'Webhook messages that are not delivered and not given up'],
      oldestSeconds: ['vocalborn_webhook_oldest_waiting_seconds', 'Waiting time of the oldest of these messages'],
    } as const;
    const waitingNow = shared(() => countWaiting(this.database));
    for (const figure of ['count', 'oldestSeconds'] as const) {
      const [name, help] = figures[figure];
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.remove();
          const waiting = await waitingNow();
          if (waiting) this.set(waiting[figure]);
        },
      });
    }
  }
}

/** How long a count is shown: anybody may ask for the metrics. */
const sharedMs = 5_000;

/** One answer for all who ask within some seconds; null when the question fails. */
function shared<Answer>(ask: () => Promise<Answer>): () => Promise<Answer | null> {
  let answer: Promise<Answer | null> | null = null;
  return () => {
    if (answer === null) {
      answer = ask().catch(() => null);
      setTimeout(() => (answer = null), sharedMs).unref();
    }
    return answer;
  };
}
