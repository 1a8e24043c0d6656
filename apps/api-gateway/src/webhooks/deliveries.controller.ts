import { Controller, Get, Header, HttpCode, Param, Post } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import { listDeliveries, redeliver } from '@vocalborn/webhooks';
import { Caller } from '../access/authentication.js';
import { Problem } from '../http/problem.js';
import { IdPipe, ValidQuery } from '../http/validation.js';
import { DeliveryListDto, renderDelivery } from './delivery.dto.js';
import { ManageWebhooks } from './manage-webhooks.js';
import { WebhookPageQueryDto } from './webhook.dto.js';

/** `/webhooks/{webhook_id}/deliveries` and below */
@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('webhooks/:webhook_id/deliveries')
export class DeliveriesController {
  constructor(
    private readonly database: Database,
    private readonly webhooks: ManageWebhooks,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The messages of a webhook and how far their delivery is, the newest first.' })
  @ApiOkResponse({ type: DeliveryListDto })
  async list(
    @Caller() caller: Principal,
    @Param('webhook_id', IdPipe) webhookId: string,
    @ValidQuery() { limit, cursor }: WebhookPageQueryDto,
  ): Promise<DeliveryListDto> {
    await this.webhooks.find(caller, webhookId);
    const { items, next } = await listDeliveries(this.database, webhookId, { limit, after: cursor ?? null });
    return { deliveries: items.map(renderDelivery), next_cursor: next };
  }

  @Post(':delivery_id/redeliver')
  @HttpCode(202)
  @ApiOperation({ summary: 'Sends a message again, with the same `webhook-id`, whether or not it was delivered.' })
  @ApiResponse({ status: 202, description: 'It is sent within seconds, and retried as a new one.' })
  @ApiConflictResponse({ description: 'The webhook is disabled.' })
  async redeliver(
    @Caller() { userId: ownerId }: Principal,
    @Param('webhook_id', IdPipe) webhookId: string,
    @Param('delivery_id', IdPipe) deliveryId: string,
  ): Promise<void> {
    const outcome = await redeliver(this.database, { ownerId, webhookId, deliveryId });
    if (outcome === 'not-found')
      throw new Problem(
        'not-found',
        { 'en-US': 'There is no such message.', 'zh-TW': '沒有這則訊息。' },
        { field: 'delivery_id' },
      );
    if (outcome === 'webhook-disabled')
      throw new Problem(
        'webhook-disabled',
        { 'en-US': 'A disabled webhook gets no messages.', 'zh-TW': '已停用的 Webhook 不會收到訊息。' },
        { webhook_id: webhookId },
      );
  }
}
