import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, Server } from 'node:http';
import { FormError } from './multipart/form-error.js';
import { sendProblem, type ProblemRules } from './problems/problem.filter.js';

/** Whether the head of a request announces a body. */
export function announcesBody({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/**
 * Lets a client that asks before it sends (`Expect: 100-continue`, RFC 9110) send its body only once the request has passed
 * the hooks `onRequest`: what they refuse costs neither side the body.
 */
export function continueWhenAdmitted(app: NestFastifyApplication): void {
  const server: Server = app.getHttpServer();
  server.on('checkContinue', (request, response) => server.emit('request', request, response));
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (request.raw.headers.expect !== undefined) {
      // Its presence tells that the client still waits.
      delete request.raw.headers.expect;
      reply.raw.writeContinue();
    }
    done(null, payload);
  });
}

/**
 * Bounds the time in which a body that the server parses itself must have arrived. A slower sender gets the problem of a
 * stalled body and loses its connection: 64 KiB at one byte per second would hold it for 18 hours.
 * @param readsItself whether the handler of requests with this content type reads the body, and bounds its time
 */
export function limitParsedBodies(
  fastify: FastifyInstance,
  rules: ProblemRules,
  { seconds, readsItself }: { readonly seconds: number; readonly readsItself: (contentType: string) => boolean },
): void {
  const stalled = (): FormError => new FormError('stalled', `The body did not arrive within ${seconds} s.`);
  fastify.addHook('preParsing', (request, reply, payload, done) => {
    if (announcesBody(request.raw) && !readsItself(request.headers['content-type'] ?? '')) {
      const refuse = () => void sendProblem(rules.toProblem(stalled()), request, reply);
      const timer = setTimeout(refuse, seconds * 1_000);
      for (const over of ['end', 'close']) payload.once(over, () => clearTimeout(timer));
    }
    done(null, payload);
  });
}
