import { defer, finalize, type MonoTypeOperatorFunction } from 'rxjs';
import type { Socket } from 'node:net';

/**
 * Cuts the connection of a listener that takes nothing between two looks although there is something to take: what is
 * not taken is kept in memory, for as long as the connection lasts. Whoever still lives comes back with Last-Event-ID.
 */
export function cutWhenDeaf<T>(socket: Socket, lookEveryMs: number): MonoTypeOperatorFunction<T> {
  return (messages) =>
    defer(() => {
      let before = taken(socket);
      const look = (): void => {
        const now = taken(socket);
        if (socket.writableLength > 0 && now === before) socket.destroy();
        before = now;
      };
      const timer = setInterval(look, lookEveryMs).unref();
      return messages.pipe(finalize(() => clearInterval(timer)));
    });
}

/** Bytes that have left this process. */
const taken = (socket: Socket): number => socket.bytesWritten - socket.writableLength;
