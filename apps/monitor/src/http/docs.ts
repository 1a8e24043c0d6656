import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadSwagger, nameOperations, serveDescription } from '@vocalborn/api-description';

/** The name of each operation in generated clients. */
const operationIds = {
  'GET /api/live/tasks': 'listActiveTasks',
  'GET /api/live/queues': 'listQueues',
  'GET /api/live/workers': 'listWorkers',
  'GET /health/live': 'readLiveness',
  'GET /health/ready': 'readReadiness',
  'GET /health/startup': 'readStartup',
  'GET /healthcheck': 'readFlowerHealth',
  'GET /metrics': 'readMetrics',
  'GET /api/kpis': 'readKpis',
  'GET /api/kpis/series': 'readKpiSeries',
  'GET /api/kpis/catalogue': 'readKpiCatalogue',
  'GET /api/tasks/page': 'listTaskPage',
  'GET /api/tasks/counts': 'countTasks',
  'GET /api/tasks/{task_id}/history': 'readTaskHistory',
  'POST /api/tasks/bulk': 'actOnTasks',
  'POST /api/task/retry/{task_id}': 'rerunTask',
  'GET /api/tasks': 'listFlowerTasks',
  'GET /api/task/types': 'listFlowerTaskTypes',
  'GET /api/task/info/{task_id}': 'readFlowerTask',
  'GET /api/task/result/{task_id}': 'readFlowerTaskResult',
  'POST /api/task/revoke/{task_id}': 'cancelTask',
  'POST /api/task/abort/{task_id}': 'abortTask',
  'POST /api/task/timeout/{taskname}': 'setTimeLimits',
  'POST /api/task/rate-limit/{taskname}': 'setRateLimit',
  'POST /api/task/apply/{taskname}': 'applyTask',
  'POST /api/task/async-apply/{taskname}': 'applyTaskAsync',
  'POST /api/task/send-task/{taskname}': 'sendTask',
  'GET /api/inspect/{question}': 'inspectWorkers',
  'GET /api/workers': 'listFlowerWorkers',
  'POST /api/queues/pause': 'pauseQueue',
  'POST /api/queues/resume': 'resumeQueue',
  'GET /api/queues/length': 'readFlowerQueueLengths',
  'POST /api/worker/shutdown/{name}': 'shutDownWorker',
  'POST /api/worker/pool/restart/{name}': 'restartPool',
  'POST /api/worker/pool/grow/{name}': 'growPool',
  'POST /api/worker/pool/shrink/{name}': 'shrinkPool',
  'POST /api/worker/pool/autoscale/{name}': 'autoscalePool',
  'POST /api/worker/queue/add-consumer/{name}': 'addConsumer',
  'POST /api/worker/queue/cancel-consumer/{name}': 'cancelConsumer',
  'GET /api/retry-policy': 'readRetryPolicy',
  'GET /api/events': 'streamEvents',
  'GET /api/alerts': 'readAlerts',
  'GET /api/alerts/silences': 'listSilences',
  'POST /api/alerts/silences': 'addSilence',
  'DELETE /api/alerts/silences/{silence_id}': 'endSilence',
  'GET /api/audit': 'listAudit',
  'GET /api/me': 'readMe',
};

/** Describes the API as an OpenAPI 3.1 document. Works in preview mode too, without any connection. */
export async function describeApi(app: INestApplication): Promise<OpenAPIObject> {
  const { DocumentBuilder, SwaggerModule } = await loadSwagger();
  const config = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('VocalBorn monitor')
    .setDescription(
      'Look at tasks, queue and workers, and steer them. Names and forms of Flower where Flower has them.',
    )
    .setVersion('1')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT', description: 'Token of an administrator.' })
    .addBasicAuth({
      type: 'http',
      scheme: 'basic',
      description: 'The credentials of MONITOR_BASIC_AUTH, or to look only those of MONITOR_READONLY_AUTH.',
    })
    .build();
  return nameOperations(withNumericBounds(SwaggerModule.createDocument(app, config)), operationIds);
}

/** Nest leaves `exclusiveMinimum: true` of OpenAPI 3.0 as it is; in 3.1 the bound itself stands there. */
function withNumericBounds(document: OpenAPIObject): OpenAPIObject {
  const convert = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'object' || value === null || !('exclusiveMinimum' in value)) return value;
    const { minimum, ...schema } = value as { readonly minimum?: number };
    return { ...schema, exclusiveMinimum: minimum };
  };
  return JSON.parse(JSON.stringify(document), convert) as OpenAPIObject;
}

/** Serves the API's description: Swagger UI at /docs, the document itself at /openapi.json. */
export function serveDocs(app: INestApplication): void {
  serveDescription(app, () => describeApi(app));
}
