import { ApiProperty } from '@nestjs/swagger';

/** Every refusal, as RFC 9457 has it. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:vocalborn:monitor:bad-request', description: 'Stable; says what `status` says.' })
  type!: string;

  @ApiProperty({ example: 'Bad Request' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 400 })
  status!: number;

  @ApiProperty({ example: "there is no field 'kind' here", description: 'What is wrong with this request.' })
  detail!: string;

  @ApiProperty({ format: 'uuid', description: 'Under which the log tells more.' })
  request_id!: string;
}
