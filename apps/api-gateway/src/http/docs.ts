import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadSwagger, nameOperations, serveDescription } from '@vocalborn/api-description';

/** The name of each operation in generated clients. */
const operationIds = {
  'POST /analyze': 'analyze',
  'GET /tasks': 'listTasks',
  'GET /tasks/{task_id}': 'readTaskStatus',
  'GET /tasks/{task_id}/events': 'streamTaskEvents',
  'GET /events': 'streamEvents',
  'DELETE /tasks/{task_id}': 'cancelTask',
  'GET /tasks/{task_id}/result': 'readTaskResult',
  'GET /tasks/{task_id}/result/picture.svg': 'drawTaskResult',
  'POST /tasks/{task_id}/retry': 'rerunTask',
  'POST /practice-records': 'createPracticeRecord',
  'GET /practice-records/{practice_record_id}': 'readPracticeRecord',
  'GET /practice-records': 'listPracticeRecords',
  'PUT /practice-records/{practice_record_id}/audio': 'replacePracticeRecordAudio',
  'GET /practice-records/{practice_record_id}/audio': 'readPracticeRecordAudio',
  'POST /practice-records/{practice_record_id}/audio-link': 'linkPracticeRecordAudio',
  'POST /practice-sessions': 'createPracticeSession',
  'GET /practice-sessions': 'listPracticeSessions',
  'GET /practice-sessions/{practice_session_id}': 'readPracticeSession',
  'POST /practice-sessions/{practice_session_id}/analyze': 'analyzePracticeSession',
  'DELETE /practice-records/{practice_record_id}': 'erasePracticeRecord',
  'GET /audit': 'listAccesses',
  'GET /me/export': 'exportOwnData',
  'GET /sentences': 'listSentences',
  'GET /sentences/{sentence_id}': 'readSentence',
  'GET /sentences/{sentence_id}/audio': 'readSentenceAudio',
  'POST /sentences/{sentence_id}/audio-link': 'linkSentenceAudio',
  'POST /webhooks': 'createWebhook',
  'GET /webhooks': 'listWebhooks',
  'GET /webhooks/{webhook_id}': 'readWebhook',
  'DELETE /webhooks/{webhook_id}': 'deleteWebhook',
  'POST /webhooks/{webhook_id}/enable': 'enableWebhook',
  'POST /webhooks/{webhook_id}/roll-secret': 'rollWebhookSecret',
  'GET /webhooks/{webhook_id}/deliveries': 'listWebhookDeliveries',
  'POST /webhooks/{webhook_id}/deliveries/{delivery_id}/redeliver': 'redeliverWebhookMessage',
  'GET /retry-policy': 'readRetryPolicy',
};

/** Describes the API as an OpenAPI 3.1 document. Works in preview mode too, without any connection. */
export async function describeApi(app: INestApplication): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await loadSwagger();
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('VocalBorn Analysis')
    .setDescription('Upload a recording, ask for its analysis, follow the task, fetch the result.')
    .setVersion('1')
    .addBearerAuth()
    .build();
  const document = nameOperations(SwaggerModule.createDocument(app, config), operationIds);
  return { ...document, paths: withOptionalHeaders(document.paths) };
}

/** Nest describes a header that a handler reads as required; every header here may be left out. */
function withOptionalHeaders(paths: OpenAPIObject['paths']): OpenAPIObject['paths'] {
  const parameters = Object.values(paths)
    .flatMap(({ get, put, post, delete: remove }) => [get, put, post, remove])
    .flatMap((operation) => operation?.parameters ?? []);
  for (const parameter of parameters) {
    if ('in' in parameter && parameter.in === 'header') parameter.required = false;
  }
  return paths;
}

/** Serves the API's description: Swagger UI at /docs, the document itself at /openapi.json. */
export function serveDocs(app: INestApplication): void {
  serveDescription(app, () => describeApi(app));
}
