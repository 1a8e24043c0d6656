import { connect, type Socket } from 'node:net';
import { once } from 'node:events';

/** The time of an event, as the server's messages tell it. */
const eventTime = /"at":"([^"]+)"/;

/** A client that follows all events over one connection, and notes how late each of them came. */
export class EventListener {
  /** Milliseconds from the time in the ledger to the receipt of each event since `note`. */
  latenessMs: number[] = [];
  #isNoting = false;
  /** The beginning of a message whose rest has not come yet. */
  #unfinished = '';

  private constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.read(text));
    socket.on('error', () => undefined);
  }

  /** Opens a stream and waits for its beginning. */
  static async open(port: number, token: string): Promise<EventListener> {
    const socket = connect(port, '127.0.0.1');
    const listener = new EventListener(socket);
    await once(socket, 'connect');
    const headers = ['Host: bench', `Authorization: Bearer ${token}`, 'Accept: text/event-stream'];
    socket.write(['GET /events HTTP/1.1', ...headers, '', ''].join('\r\n'));
    const [head] = (await once(socket, 'data')) as [string];
    if (!head.startsWith('HTTP/1.1 200')) throw new Error(`GET /events answered ${head.split('\r\n')[0]}`);
    return listener;
  }

  /** Notes the events from now on. */
  note(): void {
    this.latenessMs = [];
    this.#isNoting = true;
  }

  close(): void {
    this.socket.destroy();
  }

  private read(text: string): void {
    if (!this.#isNoting) return;
    const now = Date.now();
    const messages = (this.#unfinished + text).split('\n\n');
    this.#unfinished = messages.pop() ?? '';
    for (const message of messages) {
      const [, at] = eventTime.exec(message) ?? [];
      if (at) this.latenessMs.push(now - Date.parse(at));
    }
  }
}
