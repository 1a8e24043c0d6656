import { Controller, Delete, Get, Header, HttpCode, Param, Post, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiConflictResponse,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@vocalborn/api-description';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply } from 'fastify';
import { Caller } from '../access/authentication.js';
import { IdPipe, ValidBody, ValidQuery } from '../http/validation.js';
import { ManageWebhooks } from './manage-webhooks.js';
import {
  CreatedWebhookDto,
  NewWebhookDto,
  renderWebhook,
  RolledSecretDto,
  WebhookDto,
  WebhookListDto,
  WebhookPageQueryDto,
} from './webhook.dto.js';

/** `/webhooks` and below, without the deliveries */
@ApiTags('webhooks')
@ApiBearerAuth()
@Controller('webhooks')
export class WebhooksController {
  constructor(private readonly webhooks: ManageWebhooks) {}

  @Post()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Has the ends of tasks posted to a URL: of all tasks that the caller may see when they end.',
  })
  @ApiCreatedResponse({
    type: CreatedWebhookDto,
    headers: { Location: { description: 'Address of the webhook.', schema: { type: 'string' } } },
  })
  @ApiConflictResponse({ description: 'The caller has too many webhooks.' })
  async create(
    @Caller() caller: Principal,
    @ValidBody() body: NewWebhookDto,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CreatedWebhookDto> {
    const { webhook, secret } = await this.webhooks.create(caller, body);
    void reply.header('Location', `/webhooks/${webhook.webhookId}`);
    return { ...renderWebhook(webhook), secret };
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The webhooks of the caller, the newest first.' })
  @ApiOkResponse({ type: WebhookListDto })
  async list(@Caller() caller: Principal, @ValidQuery() query: WebhookPageQueryDto): Promise<WebhookListDto> {
    const { items, next } = await this.webhooks.list(caller, query);
    return { webhooks: items.map(renderWebhook), next_cursor: next };
  }

  @Get(':webhook_id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A webhook, without its secret.' })
  @ApiOkResponse({ type: WebhookDto })
  async read(@Caller() caller: Principal, @Param('webhook_id', IdPipe) webhookId: string): Promise<WebhookDto> {
    return renderWebhook(await this.webhooks.find(caller, webhookId));
  }

  @Delete(':webhook_id')
  @HttpCode(204)
  @ApiOperation({ summary: 'Deletes a webhook and the messages that wait for it.' })
  @ApiResponse({ status: 204, description: 'It is deleted.' })
  delete(@Caller() caller: Principal, @Param('webhook_id', IdPipe) webhookId: string): Promise<void> {
    return this.webhooks.delete(caller, webhookId);
  }

  @Post(':webhook_id/enable')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Lets a disabled webhook get messages again. Messages of the time between are not written.',
  })
  @ApiOkResponse({ type: WebhookDto })
  async enable(@Caller() caller: Principal, @Param('webhook_id', IdPipe) webhookId: string): Promise<WebhookDto> {
    return renderWebhook(await this.webhooks.enable(caller, webhookId));
  }

  @Post(':webhook_id/roll-secret')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Replaces the secret. For a day, messages are signed with the previous one too.' })
  @ApiOkResponse({ type: RolledSecretDto })
  async rollSecret(
    @Caller() caller: Principal,
    @Param('webhook_id', IdPipe) webhookId: string,
  ): Promise<RolledSecretDto> {
    const { secret, previousUntil } = await this.webhooks.rollSecret(caller, webhookId);
    return { secret, previous_secret_until: previousUntil.toISOString() };
  }
}
