import { Controller, Get, Header, HttpCode, Param, Post, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@vocalborn/api-description';
import { Database } from '@vocalborn/database';
import type { Principal } from '@vocalborn/http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Caller, OpenToLinks } from '../access/authentication.js';
import { AudioAnswer } from '../audio/audio-answer.js';
import { AudioLinkDto, LinkQueryDto } from '../audio/audio-link.dto.js';
import { AudioLinks } from '../audio/audio-links.js';
import { DeliverAudio, recorded, type ServedAudio } from '../audio/deliver-audio.js';
import { Problem } from '../http/problem.js';
import { IdPipe, ValidQuery } from '../http/validation.js';
import { Limited } from '../limits/budgets.js';
import { CreateSentence } from './create-sentence.js';
import { renderSentence, SentenceDto, SentenceFormDto, SentenceListDto } from './sentence.dto.js';
import { findSentence, listSentences, type StoredSentence } from './stored-sentence.js';

/** `/sentences` and below. Every caller may read them; therapists and admins add them. */
@ApiTags('practice')
@ApiBearerAuth()
@Controller('sentences')
export class SentencesController {
  constructor(
    private readonly database: Database,
    private readonly delivery: DeliverAudio,
    private readonly links: AudioLinks,
    private readonly creation: CreateSentence,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The sentences that can be practised.' })
  @ApiOkResponse({ type: SentenceListDto })
  async list(): Promise<SentenceListDto> {
    return { sentences: (await listSentences(this.database)).map(renderSentence) };
  }

  @Post()
  @Limited('uploads')
  @ApiOperation({
    summary: 'Add a sentence with its example recording, which is measured first. For therapists and admins.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: SentenceFormDto })
  @ApiCreatedResponse({ type: SentenceDto })
  async create(
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SentenceDto> {
    const sentence = await this.creation.create(caller, request);
    void reply.header('Location', `/sentences/${sentence.sentence_id}`);
    return renderSentence(sentence);
  }

  @Get(':sentence_id')
  @ApiOperation({ summary: 'A sentence to practise.' })
  @ApiOkResponse({ type: SentenceDto })
  async read(@Param('sentence_id', IdPipe) sentenceId: string): Promise<SentenceDto> {
    return renderSentence(await this.find(sentenceId));
  }

  @Get(':sentence_id/audio')
  @OpenToLinks()
  @AudioAnswer('The example recording of a sentence, whole or one range of it.')
  readAudio(
    @Caller() caller: Principal | undefined,
    @Param('sentence_id', IdPipe) sentenceId: string,
    @ValidQuery() link: LinkQueryDto,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.delivery.deliver({ caller, link, request, reply }, async () => {
      const sentence = await findSentence(this.database, sentenceId);
      return sentence && audioOf(sentence);
    });
  }

  @Post(':sentence_id/audio-link')
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({
    summary: 'A link to the example recording that needs no token, for audio elements. It lasts minutes.',
  })
  @ApiOkResponse({ type: AudioLinkDto })
  async link(@Param('sentence_id', IdPipe) sentenceId: string): Promise<AudioLinkDto> {
    const audio = audioOf(await this.find(sentenceId));
    return this.links.create(audio.path, recorded(audio).key);
  }

  private async find(sentenceId: string): Promise<StoredSentence> {
    const sentence = await findSentence(this.database, sentenceId);
    if (sentence) return sentence;
    throw new Problem(
      'not-found',
      { 'en-US': 'There is no such sentence.', 'zh-TW': '沒有這個句子。' },
      { field: 'sentence_id' },
    );
  }
}

function audioOf(sentence: StoredSentence): ServedAudio {
  const { sentence_id: name, example_audio_key: key, example_audio_content_type: contentType } = sentence;
  return { path: `/sentences/${name}/audio`, key, contentType, name, ownerId: null };
}
