import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Logger } from './logger.js';

/** Where the server listens. */
export interface ProbeAddress {
  readonly host: string;
  readonly port: number;
}

export interface ProbeAnswer {
  readonly status: number;
  /** Value of Content-Type. */
  readonly type: string;
  readonly body: string;
}

/** What is answered to GET and HEAD, by path. */
export type ProbeRoutes = ReadonlyMap<string, () => ProbeAnswer | Promise<ProbeAnswer>>;

export interface ProbeServerOptions {
  readonly routes: ProbeRoutes;
  /** Of the types of problems: `urn:vocalborn:<namespace>:not-found`. */
  readonly namespace: string;
  readonly logger: Logger;
}

/** Time that a caller has to send its request, which has no body. */
const requestTimeoutMs = 10_000;

/**
 * Serves what only machines ask of a process: health and metrics. `node:http` is enough for that: a framework would take as
 * much memory as the rest of a small process.
 */
export class ProbeServer {
  readonly #server: Server;

  private constructor(private readonly options: ProbeServerOptions) {
    this.#server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
      void this.respond(request, response);
    });
  }

  /** @throws the error of the socket, for example when the port is taken */
  static async listen({ host, port }: ProbeAddress, options: ProbeServerOptions): Promise<ProbeServer> {
    const probes = new ProbeServer(options);
    probes.#server.listen(port, host);
    await once(probes.#server, 'listening');
    return probes;
  }

  get url(): string {
    const { address, family, port } = this.#server.address() as AddressInfo;
    return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
  }

  /** Closes all connections. Whoever asks at that moment gets no answer, as a moment later. */
  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, 'close');
  }

  private async respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const requestId = randomUUID();
    const answer = await this.answer(request, requestId).catch((error: unknown) => {
      this.options.logger.error({ requestId, err: error }, 'a request failed');
      return this.problem(500, request, requestId);
    });
    response.writeHead(answer.status, {
      'Content-Type': answer.type,
      'Content-Length': Buffer.byteLength(answer.body),
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      ...(answer.status === 405 ? { Allow: 'GET, HEAD' } : {}),
    });
    response.end(request.method === 'HEAD' ? undefined : answer.body);
  }

  private async answer(request: IncomingMessage, requestId: string): Promise<ProbeAnswer> {
    const read = this.options.routes.get(pathOf(request));
    if (!read) return this.problem(404, request, requestId);
    return request.method === 'GET' || request.method === 'HEAD' ? read() : this.problem(405, request, requestId);
  }

  /** A refusal as RFC 9457 defines it. */
  private problem(status: number, request: IncomingMessage, requestId: string): ProbeAnswer {
    const title = STATUS_CODES[status] ?? 'Error';
    const code = title.toLowerCase().replaceAll(/\W+/g, '-');
    const body = {
      ...{ type: `urn:vocalborn:${this.options.namespace}:${code}`, title, status, code },
      detail: status === 404 ? `${request.method} ${pathOf(request)} does not exist` : title,
      instance: pathOf(request),
      request_id: requestId,
    };
    return { status, type: 'application/problem+json', body: JSON.stringify(body) };
  }
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? url;

/** `GET /metrics` in the text format of Prometheus. */
export const metricsRoute = (metrics: Registry): ProbeRoutes =>
  new Map([['/metrics', async () => ({ status: 200, type: metrics.contentType, body: await metrics.metrics() })]]);
