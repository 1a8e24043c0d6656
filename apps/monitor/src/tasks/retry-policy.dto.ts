import { Decimal, ListOf, Nested, OneOf, Text, Whole } from '@vocalborn/api-description';
import { type ErrorKind, errorKinds, jitterFraction, type RetryRule, retryTable } from '@vocalborn/task';

const strategies = [...new Set(errorKinds.map((kind) => retryTable[kind].strategy))];

class RetryLabelDto {
  @Text({ example: '網路錯誤' })
  'zh-TW'!: string;

  @Text({ example: 'Network error' })
  'en-US'!: string;
}

/** How failures of one kind are retried. */
export class RetryRuleDto {
  @OneOf(errorKinds)
  error_kind!: ErrorKind;

  @Nested(RetryLabelDto)
  label!: RetryLabelDto;

  @OneOf(strategies)
  strategy!: RetryRule['strategy'];

  @ListOf('number', { example: [30, 60, 120], description: 'Seconds before each retry, without jitter.' })
  delays_seconds!: number[];

  @Whole()
  max_retries!: number;
}

/** The answer of `GET /api/retry-policy`. */
export class RetryPolicyDto {
  @ListOf(RetryRuleDto)
  rules!: RetryRuleDto[];

  @Decimal({
    example: jitterFraction,
    description: 'Largest random addition to an exponential delay, as a share of the delay.',
  })
  jitter_fraction!: number;
}
