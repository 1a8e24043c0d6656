import { connectRedis, type Redis } from '@vocalborn/redis';
import { fencedWriteLua } from './fenced-write.lua.js';

const scripts = { fencedMetaWrite: { numberOfKeys: 1, lua: fencedWriteLua } };

/**
 * Opens a connection to the result cache for a process that must stay prompt while Redis is away: commands fail at
 * once instead of piling up, for the ledger can answer.
 */
export function connectResultCache(url: string, name: string, onError: (error: Error) => void): Promise<Redis> {
  return connectRedis({ url, name, scripts }, onError);
}
