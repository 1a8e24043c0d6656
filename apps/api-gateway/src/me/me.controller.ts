import { Controller, Get, Header, Req, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@vocalborn/api-description';
import type { Principal } from '@vocalborn/http';
import type { FastifyRequest } from 'fastify';
import { Readable } from 'node:stream';
import { Caller } from '../access/authentication.js';
import { Limited } from '../limits/budgets.js';
import { ExportOwnData } from './export-own-data.js';

/** `/me` */
@ApiTags('personal data')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(private readonly own: ExportOwnData) {}

  @Get('export')
  @Limited('exports')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Everything that is stored about the caller, as a JSON document. Recordings are links of this API.',
  })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  export(@Caller() { userId }: Principal, @Req() { method }: FastifyRequest): StreamableFile {
    const pieces = method === 'HEAD' ? [] : this.own.pieces(userId);
    return new StreamableFile(Readable.from(pieces), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="vocalborn-${userId}.json"`,
    });
  }
}
