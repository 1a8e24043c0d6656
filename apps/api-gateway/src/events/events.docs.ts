import { applyDecorators } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiHeader,
  ApiOkResponse,
  ApiOperation,
  ApiProduces,
  ApiResponse,
  ApiTags,
} from '@vocalborn/api-description';

const data = `\`task_id\`, \`practice_record_id\`, \`user_id\` (the owner), \`status\`, \`progress\`, \`current_step\`, \`step\`,
\`worker_name\`, \`attempt\`, \`error\` (null, or \`kind\` and \`message\`), \`next_retry_at\`, \`at\``;

const example = `retry: 2000

event: task
id: 4711
data: {"task_id":"b6f1c2d4-0000-4000-8000-000000000000","status":"processing","progress":60,"attempt":1}

: heartbeat
`;

/** What a stream sends, and when it ends. */
interface StreamDescription {
  readonly summary: string;
  /** What comes first, in Markdown. */
  readonly first: string;
  readonly end: string;
}

/** Documents a stream of events. */
export const DescribesStream = ({ summary, first, end }: StreamDescription): MethodDecorator =>
  applyDecorators(
    ApiTags('events'),
    ApiBearerAuth(),
    ApiOperation({ summary }),
    ApiHeader({
      name: 'last-event-id',
      required: false,
      example: '4711',
      description: 'The id of the last message received. The stream begins with what followed it.',
    }),
    ApiProduces('text/event-stream'),
    ApiOkResponse({
      description: `Messages with the event \`task\` and this \`data\` in JSON: ${data}. ${first} ${end} A comment keeps an idle connection open.`,
      schema: { type: 'string', example },
    }),
    ApiResponse({ status: 429, description: 'You have too many streams open.' }),
  );
