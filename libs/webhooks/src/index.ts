/**
 * Webhooks: which there are, the messages about the ends of tasks that Postgres writes for them, and their delivery, signed
 * and retried as Standard Webhooks says.
 */
export {
  deleteWebhook,
  enableWebhook,
  findWebhook,
  insertWebhook,
  listWebhooks,
  rollSecret,
  type DisabledReason,
  type Webhook,
} from './store/webhooks.js';
export { listDeliveries, redeliver, type Delivery } from './store/deliveries.js';
export { countWaiting } from './store/count-waiting.js';
export { deliveryRetentionDays, dropOldDeliveries, giveUpDeliveriesOfDisabled } from './store/tidy-deliveries.js';
export { SecretBox } from './secret-box.js';
export { newSecret } from './sign.js';
export { Deliverer } from './deliverer.js';
export { type DeliveryObserver } from './delivery-outcomes.js';
export { type SendingOptions } from './sending/attempt.js';
export { readWebhookUrl, receiverOf, RefusedUrlError } from './sending/webhook-url.js';
export { findAddresses, resolverFor } from './sending/find-addresses.js';
