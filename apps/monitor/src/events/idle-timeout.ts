import { defer, finalize, type MonoTypeOperatorFunction } from 'rxjs';
import type { Socket } from 'node:net';

/**
 * Closes the connection of a listener that reads nothing between two checks although data waits for it. Unread data
 * stays in memory for as long as the connection lasts. A listener that is alive resumes with Last-Event-ID.
 */
export function idleTimeout<T>(socket: Socket, checkEveryMs: number): MonoTypeOperatorFunction<T> {
  return (messages) =>
    defer(() => {
      let before = bytesSent(socket);
      const check = (): void => {
        const now = bytesSent(socket);
        if (socket.writableLength > 0 && now === before) socket.destroy();
        before = now;
      };
      const timer = setInterval(check, checkEveryMs).unref();
      return messages.pipe(finalize(() => clearInterval(timer)));
    });
}

/** Bytes that have left this process. */
const bytesSent = (socket: Socket): number => socket.bytesWritten - socket.writableLength;
