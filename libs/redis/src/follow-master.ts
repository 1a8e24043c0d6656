import { Redis, type RedisOptions } from 'ioredis';
import { reconnectWhenIdle } from './idle-timeout.js';
import { sentinelOptions, type RedisServers } from './redis-address.js';

/** A sentinel publishes it when it knows of a new master: name, old address, new address. */
const switchChannel = '+switch-master';

/** Interval of the keepalive of a connection that only listens to a sentinel. */
const sentinelKeepaliveMs = 5_000;

const reconnectToSentinelMs = 1_000;

/**
 * Keeps a connection through Sentinel at the master. It reconnects as soon as any of the sentinels tells of a new master, also
 * from an old master that is frozen or still accepts writes, which would be lost; and when the server is no master.
 *
 * ioredis' own `failoverDetector` does the first too, but ends a connection for good when the message arrives while the
 * connection asks the sentinels (its connector is told to disconnect), reconnects for the masters of other names, and writes
 * to standard error while a sentinel is away.
 */
export function followMaster(redis: Redis, servers: RedisServers): void {
  redis.on('ready', () => void leaveReplica(redis));
  const listeners = servers.hosts.map((sentinel) =>
    listenTo(sentinelOptions(servers, sentinel), (master) => {
      if (master === servers.master) askSentinelsAgain(redis);
    }),
  );
  whenClosed(redis, () => listeners.forEach((listener) => listener.disconnect()));
}

/** Listens to one sentinel. @param onSwitch gets the name of a master that was replaced */
function listenTo(sentinel: RedisOptions, onSwitch: (master: string | undefined) => void): Redis {
  const listener = new Redis({
    ...sentinel,
    enableReadyCheck: false,
    disableClientInfo: true,
    maxRetriesPerRequest: null,
    connectTimeout: 2_000,
    retryStrategy: () => reconnectToSentinelMs,
  });
  listener.on('error', () => undefined);
  listener.on('message', (_, text: string) => onSwitch(text.split(' ')[0]));
  listener.subscribe(switchChannel).catch(() => undefined);
  reconnectWhenIdle(listener, sentinelKeepaliveMs);
  return listener;
}

/** Calls back when the connection is closed for good. ioredis emits no `end` when it is told to between two connections. */
function whenClosed(redis: Redis, onClosed: () => void): void {
  const disconnect = redis.disconnect.bind(redis);
  redis.disconnect = (reconnect = false) => {
    if (!reconnect) onClosed();
    disconnect(reconnect);
  };
  redis.once('end', onClosed);
}

/**
 * Reconnects when the server is no master: a sentinel that does not know of a failover yet names the old one. Servers that
 * forbid ROLE, and connections with subscriptions, on which it cannot be asked, are left alone: the first write to a replica
 * reconnects too, and a replica publishes what its master publishes.
 */
async function leaveReplica(redis: Redis): Promise<void> {
  const { stream } = redis;
  const role = await redis.role().catch(() => null);
  if (role?.[0] === 'slave' && redis.stream === stream) askSentinelsAgain(redis);
}

/** Connects anew at once. Does nothing while it connects: ioredis must not be told to disconnect then, that ends it for good. */
function askSentinelsAgain(redis: Redis): void {
  if (redis.status === 'ready' || redis.status === 'connect') {
    redis.disconnect(true);
    // A frozen server does not answer the end of the connection.
    redis.stream.destroy();
  } else if (redis.status === 'reconnecting') {
    redis.connect().catch(() => undefined);
  }
}
