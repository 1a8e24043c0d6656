import { Controller, Delete, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiResponse,
  ApiTags,
} from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AccessAudit } from '../access/access-audit.js';
import { Caller } from '../access/authentication.js';
import { IdPipe, ValidQuery } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { CreateRecord } from './create-record.js';
import { FindRecord } from './find-record.js';
import { RecordListDto, RecordQueryDto, renderListedRecord } from './listed-record.dto.js';
import { listRecords } from './listed-records.js';
import { EraseRecord } from './erase-record.js';
import { PracticeRecordDto, renderRecord, UploadFormDto } from './practice-record.dto.js';

/** `/practice-records` */
@ApiTags('practice')
@ApiBearerAuth()
@Controller('practice-records')
export class PracticeRecordsController {
  constructor(
    private readonly creation: CreateRecord,
    private readonly records: FindRecord,
    private readonly erasure: EraseRecord,
    private readonly database: Database,
    private readonly audit: AccessAudit,
  ) {}

  @Post()
  @Limited('uploads')
  @ApiOperation({ summary: 'Upload a recording of a sentence.' })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: UploadFormDto })
  @ApiCreatedResponse({ type: PracticeRecordDto })
  async create(
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PracticeRecordDto> {
    const record = await this.creation.create(caller, request);
    void reply.header('Location', `/practice-records/${record.practice_record_id}`);
    return renderRecord(record);
  }

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'The records that the caller may see, the newest first: own ones; a therapist’s clients’; for admins all.',
  })
  @ApiOkResponse({ type: RecordListDto })
  async list(@Caller() caller: Principal, @ValidQuery() query: RecordQueryDto): Promise<RecordListDto> {
    const { rows, next } = await listRecords(this.database, caller, query);
    for (const { user_id: ownerId } of rows) this.audit.note(caller, ownerId, { kind: 'records', id: null });
    return { practice_records: rows.map(renderListedRecord), next_cursor: next };
  }

  @Get(':practice_record_id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A practice record and its latest analysis.' })
  @ApiOkResponse({ type: PracticeRecordDto })
  async read(
    @Caller() caller: Principal,
    @Param('practice_record_id', IdPipe) practiceRecordId: string,
  ): Promise<PracticeRecordDto> {
    return renderRecord(await this.records.find(caller, practiceRecordId));
  }

  @Delete(':practice_record_id')
  @HttpCode(204)
  @ApiOperation({
    summary:
      'Erases a practice record for ever: recording, results, parameters and history. For its owner and for admins.',
  })
  @ApiResponse({ status: 204, description: 'It is erased.' })
  @ApiResponse({ status: 403, description: 'A therapist sees the records of clients and does not erase them.' })
  erase(@Caller() caller: Principal, @Param('practice_record_id', IdPipe) practiceRecordId: string): Promise<void> {
    return this.erasure.erase(caller, practiceRecordId);
  }
}
