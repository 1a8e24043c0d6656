import { ApiProperty } from '@nestjs/swagger';
import { errorKinds } from '@vocalborn/task';

export class RetryRuleDto {
  @ApiProperty({ enum: errorKinds })
  error_kind!: string;

  @ApiProperty({ description: 'The kind in 繁體中文 and English.', type: 'object', additionalProperties: true })
  label!: Record<string, string>;

  @ApiProperty({ enum: ['exponential', 'fixed', 'never'] })
  strategy!: string;

  @ApiProperty({ type: [Number], description: 'Seconds before each retry, without jitter.' })
  delays_seconds!: number[];

  @ApiProperty()
  max_retries!: number;
}

/** The answer of `GET /retry-policy`. */
export class RetryPolicyDto {
  @ApiProperty({ type: [RetryRuleDto] })
  rules!: RetryRuleDto[];

  @ApiProperty({ description: 'Part of an exponential delay that chance may add to it.' })
  jitter_fraction!: number;
}
