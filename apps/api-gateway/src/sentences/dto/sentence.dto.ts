import { ApiProperty } from '@nestjs/swagger';

/** A sentence to practise. */
export class SentenceDto {
  @ApiProperty({ format: 'uuid' })
  sentence_id!: string;

  @ApiProperty()
  text!: string;

  @ApiProperty({ example: 'zh-TW' })
  language!: string;

  @ApiProperty({ description: 'Whether there is an example recording to compare with.' })
  has_example_audio!: boolean;
}

/** The answer of `GET /sentences`. */
export class SentenceListDto {
  @ApiProperty({ type: [SentenceDto] })
  sentences!: SentenceDto[];
}
