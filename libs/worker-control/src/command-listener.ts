import { openRedis, type Redis, type RedisAddress } from '@vocalborn/redis';
import { controlChannel, messageSchema, repliesKey, repliesSeconds, type Command, type Reply } from './commands.js';
import { takeCommandLua, type RedisWithTakeCommand } from './take-command.lua.js';
import { takeCommand } from './take-command.js';

export interface ListenerOptions {
  readonly address: RedisAddress;
  /** The worker's name. */
  readonly name: string;
  /** Does the command and returns the answer. The message of a thrown error becomes the answer `error`. */
  readonly execute: (command: Command) => unknown;
  readonly onError: (error: Error) => void;
}

/** Receives the commands to a worker and answers them. It subscribes again after a lost connection. */
export class CommandListener {
  readonly #subscription: Redis;
  readonly #connection: RedisWithTakeCommand;

  private constructor(private readonly options: ListenerOptions) {
    const { address, name } = options;
    this.#subscription = openRedis({ address, name: `${name}:control`, whenAway: 'wait' });
    const scripts = { takeCommand: { numberOfKeys: 1, lua: takeCommandLua } };
    this.#connection = openRedis({
      address,
      name: `${name}:answers`,
      whenAway: 'wait',
      scripts,
    }) as RedisWithTakeCommand;
    for (const redis of [this.#subscription, this.#connection]) redis.on('error', options.onError);
    this.#subscription.on('message', (_, text) => void this.receive(text).catch(options.onError));
  }

  /** Does not wait for Redis, because a worker must start while Redis is unavailable. */
  static listen(options: ListenerOptions): CommandListener {
    const listener = new CommandListener(options);
    void listener.#subscription.subscribe(controlChannel(listener.#subscription)).catch(options.onError);
    return listener;
  }

  close(): void {
    this.#subscription.disconnect();
    this.#connection.disconnect();
  }

  private async receive(text: string): Promise<void> {
    const { data: message } = messageSchema.safeParse(parsed(text));
    const { name } = this.options;
    if (!message?.to.includes(name)) return;
    if (message.open && !(await takeCommand(this.#connection, { id: message.id, name }))) return;
    const reply = await this.answer(message.command);
    const key = repliesKey(message.id);
    await this.#connection.multi().hset(key, name, JSON.stringify(reply)).expire(key, repliesSeconds).exec();
  }

  private async answer(command: Command): Promise<Reply> {
    try {
      return { ok: (await this.options.execute(command)) ?? null };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
