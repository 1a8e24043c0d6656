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
import { AccessService } from '../access/access.service.js';
import { Caller } from '../access/authentication.js';
import { Problem } from '../http/problem.js';
import { IdPipe } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { CreateRecord } from './create-record.js';
import { EraseRecord } from './erase-record.js';
import { PracticeRecordDto, renderRecord, UploadFormDto } from './practice-record.dto.js';
import { findRecord } from './stored-record.js';

/** `/practice-records` */
@ApiTags('practice')
@ApiBearerAuth()
@Controller('practice-records')
export class PracticeRecordsController {
  constructor(
    private readonly creation: CreateRecord,
    private readonly erasure: EraseRecord,
    private readonly database: Database,
    private readonly access: AccessService,
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

  @Get(':practice_record_id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A practice record and its latest analysis.' })
  @ApiOkResponse({ type: PracticeRecordDto })
  async read(
    @Caller() caller: Principal,
    @Param('practice_record_id', IdPipe) practiceRecordId: string,
  ): Promise<PracticeRecordDto> {
    const record = await findRecord(this.database, practiceRecordId);
    if (!record || !(await this.access.maySee(caller, record.user_id, { kind: 'record', id: practiceRecordId }))) {
      throw new Problem('not-found', 'There is no such practice record.', { field: 'practice_record_id' });
    }
    return renderRecord(record);
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
