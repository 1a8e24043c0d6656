import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource, SentenceEntity } from '@vocalborn/database';
import { SentenceListDto } from './sentence.dto.js';

/** Most sentences in one answer; a clinic's list is far shorter. */
const listLimit = 1_000;

@ApiTags('practice')
@ApiBearerAuth()
@Controller('sentences')
export class SentencesController {
  constructor(private readonly database: DataSource) {}

  @Get()
  @ApiOperation({ summary: 'The sentences that can be practised.' })
  @ApiOkResponse({ type: SentenceListDto })
  async list(): Promise<SentenceListDto> {
    const order = { createdAt: 'asc', sentenceId: 'asc' } as const;
    const sentences = await this.database.getRepository(SentenceEntity).find({ order, take: listLimit });
    return {
      sentences: sentences.map((sentence) => ({
        sentence_id: sentence.sentenceId,
        text: sentence.text,
        language: sentence.language,
        has_example_audio: sentence.exampleAudioKey !== null,
      })),
    };
  }
}
