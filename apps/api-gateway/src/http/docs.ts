import type { INestApplication } from '@nestjs/common';
import type { OpenAPIObject } from '@nestjs/swagger';
import { loadSwagger, nameOperations, serveDescription } from '@vocalborn/api-description';
import { describeProblems } from './describe-problems.js';
import { operations } from './operations.js';

const operationIds = Object.fromEntries(Object.entries(operations).map(([name, { id }]) => [name, id]));

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
  return describeProblems({ ...document, paths: withOptionalHeaders(document.paths) });
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
