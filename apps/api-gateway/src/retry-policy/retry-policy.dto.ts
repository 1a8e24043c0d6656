import { Decimal, Dictionary, ListOf, OneOf, Whole } from '@vocalborn/api-description';
import { errorKinds } from '@vocalborn/task';

/** How one kind of error is retried. */
export class RetryRuleDto {
  @OneOf(errorKinds)
  error_kind!: string;

  @Dictionary({ description: 'The name of the kind in 繁體中文 and English.' })
  label!: Record<string, string>;

  @OneOf(['exponential', 'fixed', 'never'])
  strategy!: string;

  @ListOf('number', { description: 'Seconds before each retry, without jitter.' })
  delays_seconds!: number[];

  @Whole()
  max_retries!: number;
}

/** The answer of `GET /retry-policy`. */
export class RetryPolicyDto {
  @ListOf(RetryRuleDto)
  rules!: RetryRuleDto[];

  @Decimal({ description: 'Largest share that chance adds to an exponential delay.' })
  jitter_fraction!: number;
}
