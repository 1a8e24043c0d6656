import { Get } from '@nestjs/common';
import { errorKinds, jitterFraction, plannedDelaySeconds, retryTable } from '@vocalborn/task';
import { Endpoint, OperatorController } from '../http/endpoint.js';
import { RetryPolicyDto } from './retry-policy.dto.js';

@OperatorController('api/retry-policy', 'tasks')
export class RetryPolicyController {
  @Get()
  @Endpoint({
    summary: 'Which failures are retried, when and how often.',
    answers: RetryPolicyDto,
    takesNoQuery: true,
  })
  read(): RetryPolicyDto {
    const rules = errorKinds.map((kind) => {
      const { label, strategy, maxRetries } = retryTable[kind];
      const delays = Array.from({ length: maxRetries }, (_, count) => plannedDelaySeconds(kind, count));
      return { error_kind: kind, label, strategy, delays_seconds: delays, max_retries: maxRetries };
    });
    return { rules, jitter_fraction: jitterFraction };
  }
}
