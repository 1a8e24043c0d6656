import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { AnswerParser, type Answer } from './answer-parser.js';

/** A request for a gateway. */
export interface Request {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly token: string;
  readonly body?: string;
}

/** A connection that is kept alive and carries one request at a time, over a bare socket. */
export class Connection {
  readonly #parser = new AnswerParser();
  #settle: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;

  private constructor(private readonly socket: Socket) {
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.take(chunk));
    socket.on('error', (error) => this.#settle?.reject(error));
    socket.on('close', () => this.#settle?.reject(new Error('the server closed the connection')));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Sends a request after the answer to the last one. @throws Error when the connection breaks */
  send(request: Request): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#settle = { resolve, reject };
      this.socket.write(textOf(request));
    });
  }

  close(): void {
    this.#settle = undefined;
    this.socket.destroy();
  }

  private take(chunk: Buffer): void {
    try {
      for (const answer of this.#parser.take(chunk)) this.#settle?.resolve(answer);
    } catch (error) {
      this.#settle?.reject(error as Error);
    }
  }
}

function textOf({ method, path, token, body }: Request): string {
  const head = `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\n`;
  if (body === undefined) return `${head}\r\n`;
  return `${head}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`;
}
