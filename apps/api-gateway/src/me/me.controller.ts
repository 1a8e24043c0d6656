import { Controller, Get, Header, StreamableFile } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@vocalborn/api-description';
import type { Principal } from '@vocalborn/http';
import { Readable } from 'node:stream';
import { Caller } from '../access/authentication.js';
import { ExportOwnData } from './export-own-data.js';

/** `/me` */
@ApiTags('personal data')
@ApiBearerAuth()
@Controller('me')
export class MeController {
  constructor(private readonly own: ExportOwnData) {}

  @Get('export')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'Everything that is stored about the caller, as a JSON document. Recordings are links of this API.',
  })
  @ApiOkResponse({ schema: { type: 'object', additionalProperties: true } })
  export(@Caller() { userId }: Principal): StreamableFile {
    return new StreamableFile(Readable.from(this.own.pieces(userId)), {
      type: 'application/json; charset=utf-8',
      disposition: `attachment; filename="vocalborn-${userId}.json"`,
    });
  }
}
