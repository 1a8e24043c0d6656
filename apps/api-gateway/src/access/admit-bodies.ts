import { NotFoundException } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { announcesBody } from '@vocalborn/http';
import { OpenBodies } from '../limits/open-bodies.js';
import { Authentication } from './authentication.js';

/** No route reads a body that comes with one of these. */
const withoutBody: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Receives no body before its sender is authenticated, none at an address that does not exist, and no more bodies at a time
 * than allowed: a stranger's recording would be read for nothing.
 */
export function admitBodies(app: NestFastifyApplication): void {
  const [authentication, bodies] = [app.get(Authentication), app.get(OpenBodies)];
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', (request, _reply, done) => {
      if (!announcesBody(request.raw) || withoutBody.has(request.method)) {
        done();
        return;
      }
      if (request.is404) {
        done(new NotFoundException(`There is no ${request.method} at this address.`));
        return;
      }
      const admitted = authentication.authenticate(request).then(() => {
        bodies.admit(request);
      });
      admitted.then(() => {
        done();
      }, done);
    });
}
