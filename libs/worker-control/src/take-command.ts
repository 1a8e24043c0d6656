import { openKey } from './commands.js';
import type { RedisWithTakeCommand } from './take-command.lua.js';

/**
 * Takes a command for a worker, if that is to be done still. What waited in the socket while the process was frozen is
 * not, nor is what it took just before that: its time has run out since.
 * @param now milliseconds of a clock that only counts on
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
