import { Controller, Get } from '@nestjs/common';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@vocalborn/api-description';
import { Database, runStatement } from '@vocalborn/database';
import { SentenceListDto, type SentenceDto } from './sentence.dto.js';

/** At most 1,000 sentences in one answer; a clinic's list is far shorter. */
const listSentences = {
  name: 'list-sentences',
  text: `select sentence_id, text, language, example_audio_key is not null as has_example_audio
    from sentences order by created_at, sentence_id limit 1000`,
};

@ApiTags('practice')
@ApiBearerAuth()
@Controller('sentences')
export class SentencesController {
  constructor(private readonly database: Database) {}

  @Get()
  @ApiOperation({ summary: 'The sentences that can be practised.' })
  @ApiOkResponse({ type: SentenceListDto })
  async list(): Promise<SentenceListDto> {
    return { sentences: await runStatement<SentenceDto>(this.database, listSentences, []) };
  }
}
