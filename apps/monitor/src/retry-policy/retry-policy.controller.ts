import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { errorKinds, jitterFraction, plannedDelaySeconds, retryTable } from '@vocalborn/task';
import { ForOperators } from '../http/answers.js';
import { TakesNoQuery } from '../http/no-query.js';
import { RetryPolicyDto } from './retry-policy.dto.js';

@ApiTags('tasks')
@ForOperators()
@TakesNoQuery()
@Controller('api/retry-policy')
export class RetryPolicyController {
  @Get()
  @ApiOperation({ summary: 'Which failures are tried again, when and how often.' })
  @ApiOkResponse({ type: RetryPolicyDto })
  read(): RetryPolicyDto {
    const rules = errorKinds.map((kind) => {
      const { label, strategy, maxRetries } = retryTable[kind];
      const delays = Array.from({ length: maxRetries }, (_, count) => plannedDelaySeconds(kind, count));
      return { error_kind: kind, label, strategy, delays_seconds: delays, max_retries: maxRetries };
    });
    return { rules, jitter_fraction: jitterFraction };
  }
}
