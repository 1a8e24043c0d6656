import { Flag, ListOf, Text, Uuid } from '@vocalborn/api-description';
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

/** The answer of `GET /sentences`. */
export class SentenceListDto {
  @ListOf(SentenceDto)
  sentences!: SentenceDto[];
}

/** A sentence as HTTP answers show it. */
export function renderSentence({ sentence_id, text, language, example_audio_key }: StoredSentence): SentenceDto {
  return { sentence_id, text, language, has_example_audio: example_audio_key !== null };
}
