import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** An HTTP server that keeps the JSON that it is posted. */
export class AlertReceiver<Body> {
  readonly bodies: Body[] = [];

  private constructor(private readonly server: Server) {}

  static async start<Body>(): Promise<AlertReceiver<Body>> {
    const server = createServer();
    const receiver = new AlertReceiver<Body>(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        receiver.bodies.push(JSON.parse(Buffer.concat(chunks).toString()) as Body);
        response.end();
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return receiver;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/xyzzy`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
