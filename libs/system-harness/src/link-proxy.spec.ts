import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LinkProxy } from './link-proxy.js';
import { waitFor } from './wait-for.js';

describe('a link', () => {
  const sockets: Socket[] = [];
  let server: Server;
  let link: LinkProxy;

  /** Answers every chunk with the chunk itself, and the end with the end. */
  beforeEach(async () => {
    server = createServer((socket) => {
      socket.on('error', () => undefined).pipe(socket);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    link = await LinkProxy.to(`tcp://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });

  afterEach(async () => {
    sockets.splice(0).forEach((socket) => socket.destroy());
    await link.close();
    server.close();
  });

  function open(): { socket: Socket; heard: () => string; ended: () => string | null } {
    let heard = '';
    let ended: string | null = null;
    const socket = connect(link.port, '127.0.0.1').setEncoding('utf8');
    sockets.push(socket);
    socket.on('data', (chunk: string) => (heard += chunk));
    socket.on('end', () => (ended ??= 'FIN'));
    socket.on('error', (error: NodeJS.ErrnoException) => (ended ??= error.code ?? 'error'));
    return { socket, heard: () => heard, ended: () => ended };
  }

  it('passes everything on, the end included', async () => {
    const { socket, heard, ended } = open();
    socket.write('hello');
    await waitFor(() => heard() === 'hello', { what: 'the echo' });
    socket.end();
    await waitFor(() => ended() === 'FIN', { what: 'the end' });
  });

  it('that is cut swallows everything and tells nobody, also when it is back', async () => {
    const before = open();
    before.socket.write('a');
    await waitFor(() => before.heard() === 'a', { what: 'the echo' });
    link.set({ mode: 'cut' });
    const during = open();
    await once(during.socket, 'connect');
    before.socket.write('b');
    during.socket.write('c');
    link.restore();
    const after = open();
    after.socket.write('d');
    await waitFor(() => after.heard() === 'd', { what: 'the echo over a new connection' });
    expect([before.heard(), before.ended(), during.heard(), during.ended()]).toEqual(['a', null, '', null]);
  });

  it('can break with RST in the middle of an answer', async () => {
    link.set({ mode: 'reset', afterBytes: 3 });
    const { socket, heard, ended } = open();
    socket.write('abc');
    await waitFor(() => heard() === 'abc', { what: 'the echo' });
    socket.write('def');
    await waitFor(() => ended() === 'ECONNRESET', { what: 'the reset' });
    expect(heard()).toBe('abc');
  });

  it('delays every chunk in slow mode, and keeps their order when the mode changes', async () => {
    const { socket, heard } = open();
    socket.write('a');
    await waitFor(() => heard() === 'a', { what: 'the echo' });
    link.set({ mode: 'slow', delayMs: 60 });
    socket.write('b');
    await waitFor(() => heard() === 'ab', { what: 'the slow echo' });
    socket.write('c');
    link.restore();
    socket.write('d');
    await waitFor(() => heard() === 'abcd', { what: 'the rest in order' });
  });

  it('holds back what is sent in slow mode while other connections pass', async () => {
    const slow = open();
    slow.socket.write('a');
    await waitFor(() => slow.heard() === 'a', { what: 'the echo' });
    link.set({ mode: 'slow', delayMs: 2 ** 31 - 1 });
    slow.socket.write('b');
    const { socket, heard } = open();
    await once(socket, 'connect');
    link.restore();
    socket.write('c');
    await waitFor(() => heard() === 'c', { what: 'the echo over another connection' });
    expect(slow.heard()).toBe('a');
  });

  it('leads its users from the address of the target to itself', () => {
    expect(link.through('postgres://me@10.0.0.1:5432/voice')).toBe(`postgres://me@127.0.0.1:${link.port}/voice`);
    expect(link.through('redis://10.0.0.1:6379/1')).toBe(`redis://127.0.0.1:${link.port}/1`);
    expect(link.through('http://10.0.0.1:8001')).toBe(`http://127.0.0.1:${link.port}`);
  });
});
