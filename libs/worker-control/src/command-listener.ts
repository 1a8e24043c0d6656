import { openRedis, type Redis } from '@vocalborn/redis';
import { controlChannel, messageSchema, repliesKey, repliesSeconds, type Command, type Reply } from './commands.js';
import { takeCommandLua, type RedisWithTakeCommand } from './take-command.lua.js';
import { takeCommand } from './take-command.js';

export interface ListenerOptions {
  readonly url: string;
  /** The worker's name. */
  readonly name: string;
  /** Does what is asked and returns the answer; what it throws becomes the answer `error`. */
  readonly obey: (command: Command) => unknown;
  readonly onError: (error: Error) => void;
}

/** A worker's ear: hears what it is asked and answers. It subscribes anew by itself when the connection was lost. */
export class CommandListener {
  readonly #ear: Redis;
  readonly #mouth: RedisWithTakeCommand;

  private constructor(private readonly options: ListenerOptions) {
    const { url, name } = options;
    this.#ear = openRedis({ url, name: `${name}:control`, temper: 'patient' });
    const scripts = { takeCommand: { numberOfKeys: 1, lua: takeCommandLua } };
    this.#mouth = openRedis({ url, name: `${name}:answers`, temper: 'patient', scripts }) as RedisWithTakeCommand;
    for (const redis of [this.#ear, this.#mouth]) redis.on('error', options.onError);
    this.#ear.on('message', (_, text) => void this.hear(text).catch(options.onError));
  }

  /** Does not wait for Redis: a worker must come up while it is away. */
  static listen(options: ListenerOptions): CommandListener {
    const listener = new CommandListener(options);
    void listener.#ear.subscribe(controlChannel(listener.#ear.options.db ?? 0)).catch(options.onError);
    return listener;
  }

  close(): void {
    this.#ear.disconnect();
    this.#mouth.disconnect();
  }

  private async hear(text: string): Promise<void> {
    const { data: message } = messageSchema.safeParse(parsed(text));
    const { name } = this.options;
    if (!message?.to.includes(name)) return;
    if (message.open && !(await takeCommand(this.#mouth, { id: message.id, name }))) return;
    const reply = await this.answer(message.command);
    const key = repliesKey(message.id);
    await this.#mouth.multi().hset(key, name, JSON.stringify(reply)).expire(key, repliesSeconds).exec();
  }

  private async answer(command: Command): Promise<Reply> {
    try {
      return { ok: (await this.options.obey(command)) ?? null };
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
