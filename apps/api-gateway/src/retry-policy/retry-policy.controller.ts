import { Controller, Get } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@vocalborn/api-description';
import { errorKinds, jitterFraction, plannedDelaySeconds, retryTable } from '@vocalborn/task';
import { Public } from '../access/authentication.js';
import { RetryPolicyDto } from './retry-policy.dto.js';

/** `/retry-policy` */
@ApiTags('analysis')
@Controller('retry-policy')
export class RetryPolicyController {
  @Get()
  @Public()
  @ApiOperation({ summary: 'Which errors are retried, when and how often.' })
  @ApiOkResponse({ type: RetryPolicyDto })
  read(): RetryPolicyDto {
    const rules = errorKinds.map((kind) => ({
      error_kind: kind,
      label: { ...retryTable[kind].label },
      strategy: retryTable[kind].strategy,
      delays_seconds: Array.from({ length: retryTable[kind].maxRetries }, (_, count) =>
        plannedDelaySeconds(kind, count),
      ),
      max_retries: retryTable[kind].maxRetries,
    }));
    return { rules, jitter_fraction: jitterFraction };
  }
}
