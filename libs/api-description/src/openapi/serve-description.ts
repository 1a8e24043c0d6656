import type { INestApplication } from '@nestjs/common';
import { createReadStream } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The part of a Fastify reply that the pages use. */
interface Reply {
  type: (mediaType: string) => Reply;
  redirect: (location: string) => unknown;
  send: (body: unknown) => unknown;
}

const assets = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
} as const;

/** Addresses are relative, so that the page works below any prefix of a proxy. */
const page = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <title>API</title>
    <link rel="icon" href="docs/favicon-32x32.png" />
    <link rel="stylesheet" href="docs/swagger-ui.css" />
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="docs/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`;

const start = `SwaggerUIBundle({ url: 'openapi.json', dom_id: '#swagger-ui', deepLinking: true });\n`;

/**
 * Serves the description of an API: Swagger UI at `/docs`, the document at `/openapi.json` and `/openapi.yaml`. Call it
 * before the app listens. The document is made at the first request for it, and again if that fails.
 */
export function serveDescription(app: INestApplication, describe: () => Promise<object>): void {
  const serve = (path: string, answer: (reply: Reply) => unknown): void => {
    app.getHttpAdapter().get(path, (_request: unknown, reply: Reply) => answer(reply));
  };
  let described: Promise<object> | undefined;
  const document = (): Promise<object> =>
    (described ??= describe().catch((error: unknown) => {
      described = undefined;
      throw error;
    }));
  serve('/openapi.json', async (reply) => reply.type('application/json; charset=utf-8').send(await document()));
  serve('/openapi.yaml', async (reply) => {
    const { stringify } = await import('yaml');
    return reply.type('text/yaml; charset=utf-8').send(stringify(await document(), { aliasDuplicateObjects: false }));
  });
  serve('/docs', (reply) => reply.type('text/html; charset=utf-8').send(page));
  serve('/docs/', (reply) => reply.redirect('../docs'));
  serve('/docs/start.js', (reply) => reply.type('text/javascript; charset=utf-8').send(start));
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  for (const [file, mediaType] of Object.entries(assets)) {
    serve(`/docs/${file}`, (reply) => reply.type(mediaType).send(createReadStream(join(folder, file))));
  }
}
