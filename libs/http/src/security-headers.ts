import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet, { type HelmetOptions } from 'helmet';
import { ServerResponse, type IncomingMessage } from 'node:http';

/**
 * Sets the headers that make a browser careful (https://helmetjs.github.io) on every answer. They are worked out once:
 * helmet builds the text of the policy anew for each answer.
 */
export function setSecurityHeaders(app: NestFastifyApplication, options: HelmetOptions): void {
  const headers = headersOf(options);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (_request, { raw }, done) => {
    for (const [name, value] of headers) raw.setHeader(name, value);
    done();
  });
}

function headersOf(options: HelmetOptions): [string, string][] {
  const request = { method: 'GET' } as IncomingMessage;
  const response = new ServerResponse(request);
  helmet(options)(request, response, (error) => {
    if (error) throw error as Error;
  });
  return response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]);
}
