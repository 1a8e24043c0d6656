import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';

/** Serves the API's description: Swagger UI at /docs, the document itself at /openapi.json. */
export function serveDocs(app: INestApplication): void {
  const config = new DocumentBuilder()
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
  SwaggerModule.setup('docs', app, () => SwaggerModule.createDocument(app, config), {
    jsonDocumentUrl: 'openapi.json',
  });
}
