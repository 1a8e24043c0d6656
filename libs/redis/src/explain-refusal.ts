import type { Redis } from 'ioredis';

/** The server closed encrypted connections before it answered anything. */
class ClientRefusedError extends Error {
  constructor(hasCertificate: boolean) {
    const cause = hasCertificate ? 'refuses the client certificate' : 'asks for a client certificate';
    super(`Redis closed the connection after the TLS handshake, as one does that ${cause} (REDIS_TLS_CERT_FILE)`);
    this.name = 'ClientRefusedError';
  }
}

/**
 * Reports a server that refuses the client, which it does after the handshake of TLS 1.3. Node reports only that the connection
 * was reset, because the first command is under way by then.
 */
export function explainRefusal(redis: Redis, hasCertificate: boolean): void {
  let isConnected = false;
  redis.on('connect', () => (isConnected = true));
  redis.on('close', () => {
    const isRefused = isConnected && redis.stream.bytesRead === 0 && redis.status !== 'end';
    isConnected = false;
    if (isRefused) redis.emit('error', new ClientRefusedError(hasCertificate));
  });
}
