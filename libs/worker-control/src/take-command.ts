import { openKey } from './commands.js';
import type { RedisWithTakeCommand } from './take-command.lua.js';

/**
 * Takes a command for a worker. A command that waited in the socket while the process was frozen is too late, and so
 * is one that was taken just before the process froze.
 * @param now milliseconds of a monotonic clock
 * @returns whether the worker must do the command
 */
export async function takeCommand(
  redis: Pick<RedisWithTakeCommand, 'takeCommand'>,
  { id, name }: { readonly id: string; readonly name: string },
  now = () => performance.now(),
): Promise<boolean> {
  const asked = now();
  const leftMs = await redis.takeCommand(openKey(id), name);
  return now() - asked < leftMs;
}
