import { Module, type BeforeApplicationShutdown, type OnApplicationBootstrap, type Provider } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { SETTINGS, type ApiGatewaySettings } from '@vocalborn/settings';
import { Deliverer, resolverFor, SecretBox, type SendingOptions } from '@vocalborn/webhooks';
import { DeliveriesController } from './deliveries.controller.js';
import { ManageWebhooks } from './manage-webhooks.js';
import { ReceiverCheck, SENDING } from './receiver-check.js';
import { WebhookMetrics } from './webhook-metrics.js';
import { WebhooksController } from './webhooks.controller.js';

/** Time for an attempt to deliver a message, from the resolution of the name to the end of the answer. */
const timeoutMs = 20_000;

const providers: Provider[] = [
  {
    provide: SecretBox,
    useFactory: (settings: ApiGatewaySettings) => new SecretBox(settings.WEBHOOK_SECRET_KEYS),
    inject: [SETTINGS],
  },
  {
    provide: SENDING,
    useFactory: ({ WEBHOOK_ALLOW_PRIVATE_ADDRESSES: allowsPrivate }: ApiGatewaySettings): SendingOptions => {
      const policy = { allowsPrivate };
      return { policy, resolve: resolverFor(policy), timeoutMs };
    },
    inject: [SETTINGS],
  },
  {
    provide: Deliverer,
    useFactory: (
      database: Database,
      secrets: SecretBox,
      sending: SendingOptions,
      observer: WebhookMetrics,
      logger: Logger,
    ) => new Deliverer({ database, secrets, sending, observer, logger }),
    inject: [Database, SecretBox, SENDING, WebhookMetrics, LOGGER],
  },
];

/** `/webhooks` and below, and the delivery of messages: begins with the app and ends before its connections close. */
@Module({
  controllers: [WebhooksController, DeliveriesController],
  providers: [...providers, ManageWebhooks, ReceiverCheck, WebhookMetrics],
})
export class WebhooksModule implements OnApplicationBootstrap, BeforeApplicationShutdown {
  constructor(private readonly deliverer: Deliverer) {}

  onApplicationBootstrap(): void {
    this.deliverer.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    await this.deliverer.stop();
  }
}
