import { analyzeLanguages, type AnalyzeLanguage } from '@vocalborn/ai-contract';
import { ApiProperty, Flag, ListOf, OneOf, Text, Uuid } from '@vocalborn/api-description';
import type { StoredSentence } from './stored-sentence.js';

/** A sentence to practise. */
export class SentenceDto {
  @Uuid()
  sentence_id!: string;

  @Text()
  text!: string;

  @Text({ example: 'zh-TW' })
  language!: string;

  @Flag({ description: 'Whether there is an example recording to compare with.' })
  has_example_audio!: boolean;
}

/** One line of text: it has something to read, and no control character or half of a surrogate pair. */
const plainLine = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;

/** The text fields of a new sentence. */
export class SentenceFieldsDto {
  @Text({ maxLength: 1_000, pattern: { matches: plainLine, message: 'must be one line of text' } })
  text!: string;

  @OneOf(analyzeLanguages)
  language!: AnalyzeLanguage;
}

/** The form of a new sentence, for the documentation: the file is read as a stream. */
export class SentenceFormDto extends SentenceFieldsDto {
  @ApiProperty({ type: 'string', format: 'binary', description: 'The example recording.' })
  audio!: unknown;
}

/** The answer of `GET /sentences`. */
export class SentenceListDto {
  @ListOf(SentenceDto)
  sentences!: SentenceDto[];
}

/** A sentence as HTTP answers show it. */
export function renderSentence({ sentence_id, text, language, example_audio_key }: StoredSentence): SentenceDto {
  return { sentence_id, text, language, has_example_audio: example_audio_key !== null };
}
