import type { Logger } from '@vocalborn/observability';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, STATUS_CODES, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import type { Health, HealthReport } from './health.js';

/** Where the server listens. */
interface Address {
  readonly host: string;
  readonly port: number;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

type Read = () => Answer | Promise<Answer>;

/** Time that a caller has to send its request, which has no body. */
const requestTimeoutMs = 10_000;

/**
 * Serves what machines ask of a worker: `/health/live`, `/health/ready`, `/health/startup` and `/metrics`. Nobody else
 * asks a worker anything, so `node:http` is enough: a framework would take as much memory as the rest of this process.
 */
export class ProbeServer {
  readonly #server: Server;

  private constructor(
    private readonly health: Health,
    private readonly metrics: Registry,
    private readonly logger: Logger,
  ) {
    this.#server = createServer({ requestTimeout: requestTimeoutMs }, (request, response) => {
      void this.respond(request, response);
    });
  }

  /** @throws the error of the socket, for example when the port is taken */
  static async listen(
    { host, port }: Address,
    { health, metrics, logger }: { health: Health; metrics: Registry; logger: Logger },
  ): Promise<ProbeServer> {
    const probes = new ProbeServer(health, metrics, logger);
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
      this.logger.error({ requestId, err: error }, 'a request failed');
      return problem(500, request, requestId);
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

  private async answer(request: IncomingMessage, requestId: string): Promise<Answer> {
    const path = pathOf(request);
    const read = this.routes.get(path);
    if (!read) return problem(404, request, requestId);
    return request.method === 'GET' || request.method === 'HEAD' ? read() : problem(405, request, requestId);
  }

  private readonly routes: ReadonlyMap<string, Read> = new Map<string, Read>([
    ['/health/live', () => ofHealth(this.health.live())],
    ['/health/ready', () => ofHealth(this.health.ready())],
    ['/health/startup', () => ofHealth(this.health.ready())],
    ['/metrics', async () => ({ status: 200, type: this.metrics.contentType, body: await this.metrics.metrics() })],
  ]);
}

const pathOf = ({ url = '/' }: IncomingMessage): string => url.split('?', 1)[0] ?? url;

const ofHealth = (report: HealthReport): Answer => ({
  status: report.status === 'ok' ? 200 : 503,
  type: 'application/json; charset=utf-8',
  body: JSON.stringify(report),
});

/** A refusal as RFC 9457 defines it. */
function problem(status: number, request: IncomingMessage, requestId: string): Answer {
  const title = STATUS_CODES[status] ?? 'Error';
  const code = title.toLowerCase().replaceAll(/\W+/g, '-');
  const body = {
    ...{ type: `urn:vocalborn:worker:${code}`, title, status, code },
    detail: status === 404 ? `${request.method} ${pathOf(request)} does not exist` : title,
    instance: pathOf(request),
    request_id: requestId,
  };
  return { status, type: 'application/problem+json', body: JSON.stringify(body) };
}
