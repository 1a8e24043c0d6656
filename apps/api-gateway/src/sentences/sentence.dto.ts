import { Flag, ListOf, Text, Uuid } from '@vocalborn/api-description';

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
