import { once } from 'node:events';
import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** How a service behaves behind the proxy. */
export type HttpMode =
  | { readonly mode: 'pass' }
  /** Status 200 with an invalid body. */
  | { readonly mode: 'garbage' }
  /** The connection breaks in the middle of the answer. */
  | { readonly mode: 'drop' }
  /** The real answer, this much later. */
  | { readonly mode: 'delay'; readonly delayMs: number };

/** A proxy in front of an HTTP service that can change its answers. */
export class HttpProxy {
  #mode: HttpMode = { mode: 'pass' };

  private constructor(
    private readonly target: URL,
    private readonly server: Server,
  ) {
    server.on('request', (request, response) => void this.serve(request, response).catch(() => response.destroy()));
  }

  static async to(address: string): Promise<HttpProxy> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new HttpProxy(new URL(address), server);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  set(mode: HttpMode): void {
    this.#mode = mode;
  }

  restore(): void {
    this.set({ mode: 'pass' });
  }

  async close(): Promise<void> {
    const closed = once(this.server, 'close');
    this.server.close();
    this.server.closeAllConnections();
    await closed;
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const mode = this.#mode;
    const left = new AbortController();
    response.once('close', () => left.abort());
    response.on('error', () => undefined);
    if (mode.mode === 'garbage') {
      request.resume();
      await once(request, 'end', { signal: left.signal });
      response.setHeader('Content-Type', 'application/x-ndjson').end('{"stage":"measuring","progr\n<html>?</html>\n');
      return;
    }
    if (mode.mode === 'delay') await delay(mode.delayMs, undefined, { signal: left.signal });
    this.forward(request, response, mode.mode === 'drop');
  }

  private forward(request: IncomingMessage, response: ServerResponse, drop: boolean): void {
    const { method, headers, url = '/' } = request;
    const onward = ask(new URL(url, this.target), { method, headers, agent: false }, (answer) => {
      answer.on('error', () => response.destroy());
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (drop) answer.once('data', (chunk: Buffer) => breakOff(response, chunk));
      else answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    response.once('close', () => onward.destroy());
    request.pipe(onward);
  }
}

function breakOff(response: ServerResponse, chunk: Buffer): void {
  response.write(chunk.subarray(0, Math.ceil(chunk.length / 2)), () => response.destroy());
}
