import type { DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { nestLogger } from '@vocalborn/observability';
import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Socket } from 'node:net';
import { serveMetricsApart } from './metrics-port.js';
import { ProblemFilter, refuseUnrouted, type ProblemRules } from './problems/problem.filter.js';
import { continueWhenAdmitted, limitParsedBodies } from './request-body.js';
import { observeRequests } from './request-log.js';
import { traceRequests } from './request-spans.js';
import { UnparsedRequests } from './unparsed-requests.js';

/** What differs between the servers of the apps. */
export interface HttpAppOptions extends ProblemRules {
  /** Largest parsed body in bytes; Fastify's 1 MiB by default. */
  readonly bodyLimit?: number;
  /** Seconds that a body may take; no limit by default. */
  readonly bodyTimeoutSeconds?: number;
  /** `multipart`: handlers read forms from the connection. `all`: handlers read every body from the connection. */
  readonly unparsedBodies?: 'multipart' | 'all';
  /** Connections that a stop closes at once: idle ones, or also those that stream to a client. */
  readonly closeAtStop?: 'idle' | 'all';
  /** Addresses and networks of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustedProxies?: readonly string[];
  /** Seconds in which a body that the server parses must have arrived; no limit by default. */
  readonly parsedBodySeconds?: number;
  /** Takes a well-formed X-Request-Id of the caller as the id of the request. */
  readonly takesRequestId?: boolean;
  /** Where `GET /metrics` is served; on the port of the app by default. */
  readonly metricsAddress?: { readonly host: string; readonly port: number } | undefined;
  /** Whether SIGTERM and SIGINT stop the app. False for an app that handles signals itself. */
  readonly stopsOnSignal?: boolean;
}

/** Nest's adapter without support for middleware of Express, which no app has and every request would pass through. */
class PlainFastifyAdapter extends FastifyAdapter {
  override init(): Promise<void> {
    return Promise.resolve();
  }
}

/**
 * Routes are described and validated by their DTOs, and none has a schema of Fastify. Fastify would load the compilers of
 * schemas nevertheless: 1 MB of code, and more memory than that, in each process.
 */
const compilersFactory = { buildValidator: refuseSchema, buildSerializer: refuseSchema };

function refuseSchema(): never {
  throw new Error('a route has a schema of Fastify: describe and validate it with a DTO');
}

/** Added to the time limit of a body, so that its reader reports the timeout and not the server. */
const spareMs = 30_000;

const requestIdForm = /^[\w.:-]{1,100}$/;

/** Creates an app on Fastify with problems, request log and metrics. It does not listen yet. */
export async function createHttpApp(module: DynamicModule, options: HttpAppOptions): Promise<NestFastifyApplication> {
  const { logger, closeAtStop = 'idle', bodyLimit, bodyTimeoutSeconds, unparsedBodies } = options;
  const unparsedRequests = new UnparsedRequests(logger);
  const adapter = new PlainFastifyAdapter({
    routerOptions: { maxParamLength: 200 },
    forceCloseConnections: closeAtStop === 'all' ? true : 'idle',
    schemaController: { compilersFactory },
    trustProxy: options.trustedProxies?.length ? [...options.trustedProxies] : false,
    frameworkErrors: refuseUnrouted(options),
    clientErrorHandler: (error, socket) => unparsedRequests.refuse(error, socket),
    genReqId: options.takesRequestId ? givenRequestId : () => randomUUID(),
    ...(bodyLimit === undefined ? {} : { bodyLimit }),
    ...(bodyTimeoutSeconds === undefined ? {} : { requestTimeout: bodyTimeoutSeconds * 1_000 + spareMs }),
  });
  if (unparsedBodies === 'all') adapter.getInstance().removeAllContentTypeParsers();
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLogger(logger),
    bodyParser: unparsedBodies !== 'all',
    abortOnError: false,
  });
  unparsedRequests.watch(app.getHttpServer());
  traceRequests(app);
  observeRequests(app, options);
  if (options.metricsAddress) serveMetricsApart(app, options, options.metricsAddress);
  closeUnusedAtStop(app);
  readBodies(app, options);
  app.useGlobalFilters(new ProblemFilter(options));
  // By default Nest ends the process with the signal, which Linux ignores for process 1 of a container.
  if (options.stopsOnSignal ?? true) app.enableShutdownHooks(['SIGTERM', 'SIGINT', 'SIGHUP'], { useProcessExit: true });
  return app;
}

function readBodies(app: NestFastifyApplication, options: HttpAppOptions): void {
  const { unparsedBodies, parsedBodySeconds: seconds } = options;
  const fastify = app.getHttpAdapter().getInstance();
  const unparsed = { multipart: 'multipart/form-data', all: '*' } as const;
  if (unparsedBodies !== undefined) {
    fastify.addContentTypeParser(unparsed[unparsedBodies], (_request, _body, done) => done(null));
  }
  continueWhenAdmitted(app);
  const isForm = (type: string): boolean => /^multipart\/form-data/i.test(type);
  const readsItself = (type: string): boolean =>
    unparsedBodies === 'all' || (unparsedBodies === 'multipart' && isForm(type));
  if (seconds !== undefined) limitParsedBodies(fastify, options, { seconds, readsItself });
}

/** Time between two looks for connections that have become idle since the server began to stop. */
const closeIdleEveryMs = 100;

/**
 * Closes connections that nothing happens on when the server stops: those on which no request has come (clients open some in
 * advance, and Node would wait a minute for their first request), and those whose last answer ends only now. Fastify closes
 * the idle ones once, and a client would keep the others for as long as it likes, up to 72 s.
 */
function closeUnusedAtStop(app: NestFastifyApplication): void {
  const unused = new Set<Socket>();
  const server: Server = app.getHttpServer();
  server.on('connection', (socket) => {
    unused.add(socket);
    socket.once('close', () => unused.delete(socket));
  });
  server.on('request', ({ socket }) => unused.delete(socket));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('preClose', (done) => {
      unused.forEach((socket) => socket.destroy());
      const closing = setInterval(() => server.closeIdleConnections(), closeIdleEveryMs);
      server.once('close', () => clearInterval(closing));
      done();
    });
}

function givenRequestId(request: IncomingMessage): string {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && requestIdForm.test(given) ? given : randomUUID();
}
