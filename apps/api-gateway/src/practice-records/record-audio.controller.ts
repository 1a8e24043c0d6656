import { Controller, Get, Header, HttpCode, Param, Post, Put, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller, OpenToLinks } from '../access/authentication.js';
import { AudioLinkDto, LinkQueryDto } from '../audio/audio-link.dto.js';
import { AudioLinks } from '../audio/audio-links.js';
import { AudioAnswer } from '../audio/audio-answer.js';
import { DeliverAudio, recorded, type ServedAudio } from '../audio/deliver-audio.js';
import { IdPipe, ValidQuery } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { FindRecord } from './find-record.js';
import { AudioFormDto, PracticeRecordDto, renderRecord } from './practice-record.dto.js';
import { ReplaceAudio } from './replace-audio.js';
import { findRecord, type StoredRecord } from './stored-record.js';

/** `/practice-records/{practice_record_id}/audio` */
@ApiTags('practice')
@ApiBearerAuth()
@Controller('practice-records/:practice_record_id')
export class RecordAudioController {
  constructor(
    private readonly replacement: ReplaceAudio,
    private readonly records: FindRecord,
    private readonly delivery: DeliverAudio,
    private readonly links: AudioLinks,
    private readonly database: Database,
  ) {}

  @Put('audio')
  @Limited('uploads')
  @ApiOperation({ summary: 'Uploads the recording of an own record, the first or a new one.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: AudioFormDto })
  @ApiOkResponse({ type: PracticeRecordDto })
  @ApiConflictResponse({ description: 'The present recording is being analysed, or the record is closed.' })
  async replace(
    @Caller() caller: Principal,
    @Param('practice_record_id', IdPipe) recordId: string,
    @Req() request: FastifyRequest,
  ): Promise<PracticeRecordDto> {
    return renderRecord(await this.replacement.replace(caller, recordId, request));
  }

  @Get('audio')
  @OpenToLinks()
  @AudioAnswer('The recording of a record, whole or one range of it.')
  read(
    @Caller() caller: Principal | undefined,
    @Param('practice_record_id', IdPipe) recordId: string,
    @ValidQuery() link: LinkQueryDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.delivery.deliver({ caller, link, request, reply }, async () => {
      const record = await findRecord(this.database, recordId);
      return record && audioOf(record);
    });
  }

  @Post('audio-link')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A link to the recording that needs no token, for audio elements. It lasts minutes.' })
  @ApiOkResponse({ type: AudioLinkDto })
  async link(
    @Caller() caller: Principal,
    @Param('practice_record_id', IdPipe) recordId: string,
  ): Promise<AudioLinkDto> {
    const audio = audioOf(await this.records.find(caller, recordId, 'audio'));
    return this.links.create(audio.path, recorded(audio).key);
  }
}

function audioOf(record: StoredRecord): ServedAudio {
  const { practice_record_id: name, user_id: ownerId, audio_key: key, audio_content_type: contentType } = record;
  return { path: `/practice-records/${name}/audio`, key, contentType, name, ownerId };
}
