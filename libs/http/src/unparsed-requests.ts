import type { Logger } from '@vocalborn/observability';
import { randomUUID } from 'node:crypto';
import { STATUS_CODES, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { parserProblem } from './problems/parser-problems.js';

/** Time in which a refused sender may receive the refusal; what it sends meanwhile is passed over. */
const lingerMs = 1_000;

/** Answers requests that Node's HTTP parser refuses with a problem, and closes their connections. */
export class UnparsedRequests {
  readonly #refused = new WeakSet<Socket>();
  readonly #answers = new WeakMap<Socket, Set<ServerResponse>>();

  constructor(private readonly logger: Logger) {}

  /** Remembers what each connection is being answered; see `refuse`. */
  watch(server: Server): void {
    server.on('request', ({ socket }, response: ServerResponse) => {
      const answers = this.#answers.get(socket) ?? new Set();
      this.#answers.set(socket, answers.add(response));
      response.once('close', () => answers.delete(response));
    });
  }

  /**
   * Refuses once for each connection. A connection on which an answer has begun is closed only: the problem would become a
   * part of that answer.
   */
  refuse({ code }: { readonly code?: string }, socket: Socket): void {
    if (this.#refused.has(socket)) return;
    this.#refused.add(socket);
    const unfinished = [...(this.#answers.get(socket) ?? [])].filter((response) => !response.writableFinished);
    if (code === 'ECONNRESET' || !socket.writable || unfinished.some((response) => response.headersSent)) {
      socket.destroy();
      return;
    }
    this.logger.debug({ code }, 'a request could not be parsed');
    socket.end(answerOf(code));
    if (unfinished.length > 0) socket.destroySoon();
    else closeLater(socket);
  }
}

/** Closing at once would reset the connection of a sender that still sends, and it would lose the answer. */
function closeLater(socket: Socket): void {
  const timer = setTimeout(() => socket.destroy(), lingerMs);
  socket.once('close', () => clearTimeout(timer));
}

function answerOf(code: string | undefined): string {
  const [problem, id] = [parserProblem(code), randomUUID()];
  const body = JSON.stringify(problem.body({ url: null, id }));
  const head = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    `Date: ${new Date().toUTCString()}`,
    `X-Request-Id: ${id}`,
    'Connection: close',
  ];
  return `${head.join('\r\n')}\r\n\r\n${body}`;
}
