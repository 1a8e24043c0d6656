import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import helmet, { type HelmetOptions } from 'helmet';
import { ServerResponse, type IncomingMessage } from 'node:http';

/**
 * Sets the headers that make a browser careful (https://helmetjs.github.io) on every answer. They are worked out once:
 * helmet builds the text of the policy anew for each answer. They are headers of the reply, and not of Node's answer below
 * it: Node writes the head of an answer at once as long as none was set there.
 */
export function setSecurityHeaders(app: NestFastifyApplication, options: HelmetOptions): void {
  const headers = headersOf(options);
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(headers);
    done();
  });
}

function headersOf(options: HelmetOptions): Record<string, string> {
  const request = { method: 'GET' } as IncomingMessage;
  const response = new ServerResponse(request);
  helmet(options)(request, response, (error) => {
    if (error) throw error as Error;
  });
  return Object.fromEntries(response.getHeaderNames().map((name) => [name, String(response.getHeader(name))]));
}
