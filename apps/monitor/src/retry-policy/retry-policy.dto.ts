import { ApiProperty } from '@nestjs/swagger';
import { type ErrorKind, errorKinds, jitterFraction, type RetryRule, retryTable } from '@vocalborn/task';

const strategies = [...new Set(errorKinds.map((kind) => retryTable[kind].strategy))];

class RetryLabelDto {
  @ApiProperty({ example: '網路錯誤' })
  'zh-TW'!: string;

  @ApiProperty({ example: 'Network error' })
  'en-US'!: string;
}

/** How one kind of failure is tried again. */
export class RetryRuleDto {
  @ApiProperty({ enum: errorKinds })
  error_kind!: ErrorKind;

  @ApiProperty({ type: RetryLabelDto })
  label!: RetryLabelDto;

  @ApiProperty({ enum: strategies })
  strategy!: RetryRule['strategy'];

  @ApiProperty({ type: [Number], example: [30, 60, 120], description: 'Before each retry, without jitter.' })
  delays_seconds!: number[];

  @ApiProperty({ type: 'integer' })
  max_retries!: number;
}

/** The answer of `GET /api/retry-policy`. */
export class RetryPolicyDto {
  @ApiProperty({ type: [RetryRuleDto] })
  rules!: RetryRuleDto[];

  @ApiProperty({ example: jitterFraction, description: 'Part of an exponential delay that chance may add to it.' })
  jitter_fraction!: number;
}
