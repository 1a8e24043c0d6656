import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiProduces } from '@vocalborn/api-description';
import { Endpoint } from '../http/endpoint.js';

const messages = `Each message has an \`event\` and \`data\` in JSON. Its \`id\` is the number of the last task event.

| event | data |
| --- | --- |
| \`task\` | a state or a step that a task reached: \`task_id\`, \`state\`, \`progress\`, \`step\`, \`current_step\` (Chinese), \`current_step_en\`, \`worker\`, \`attempt\`, \`error\` (null, or \`kind\` and \`message\`), \`next_retry_at\`, \`at\` |
| \`workers\` | the rows of \`GET /api/live/workers\`, when they have changed |
| \`queues\` | the rows of \`GET /api/live/queues\`, when they have changed |
| \`alerts\` | when they have changed: \`alerts\` that have not ended, each with \`name\`, \`severity\`, \`state\` and \`since\`, and \`silences\`, each with \`name\` and \`until\` |
| \`figures\` | nothing: the client should read the figures again |
| \`unreadable\` | \`table\`: the table that cannot be read now; its next rows end this state |
| \`gap\` | \`after\`: events after this one are missing, because there were too many to replay |
| \`heartbeat\` | nothing: keeps the connection open |

With \`task_id\` there are only \`task\` and \`heartbeat\`.`;

const example = `event: task
id: 4711
data: {"task_id":"b6f1c2d4-0000-4000-8000-000000000000","state":"PROCESSING","progress":60,"attempt":1}

event: heartbeat
id: 4711
data: {}
`;

/** Documents the stream of events. */
export const DescribesStream = () =>
  applyDecorators(
    Endpoint({
      summary:
        'Server-sent events: every state change and step of every task, and changes of workers, queues and alerts, as they happen. Resumes after Last-Event-ID.',
      answers: { description: messages, schema: { type: 'string', example } },
      refuses: [400, 503],
    }),
    ApiHeader({
      name: 'last-event-id',
      required: false,
      example: '4711',
      description: 'The last event received. The stream begins with the events after it.',
    }),
    ApiProduces('text/event-stream'),
  );
