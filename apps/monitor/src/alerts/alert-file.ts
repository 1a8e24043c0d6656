import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { faultText, readRules, type AlertRule } from '@vocalborn/monitoring-rules';
import { RepeatedWork, type Logger } from '@vocalborn/observability';
import { SettingsError } from '@vocalborn/settings';
import { readFile, stat } from 'node:fs/promises';

const lookEveryMs = 1_000;

/** The rules of a file, or why it is refused. */
type Content = { readonly rules: readonly AlertRule[] } | { readonly refused: readonly string[] };

/**
 * The rules in force. The file is read once a second and compared by content, so that an edit, a rename, the swapped
 * link of a ConfigMap and a network file system all work. New content is used after two equal reads, so that a file
 * that is being written is not read half. A file with a fault is refused as a whole, and the old rules stay in force.
 */
export class AlertFile implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #looks: RepeatedWork;
  #rules: readonly AlertRule[];
  #loadedAt = new Date();
  #error: string | null = null;
  #used: string;
  #seen: string;

  private constructor(
    readonly path: string,
    private readonly logger: Logger,
    text: string,
    rules: readonly AlertRule[],
  ) {
    this.#used = text;
    this.#seen = text;
    this.#rules = rules;
    this.#looks = new RepeatedWork({
      everyMs: lookEveryMs,
      run: () => this.look(),
      onError: (error) => logger.error({ err: error, path }, 'the alert file cannot be checked now'),
    });
  }

  /** @throws SettingsError with every fault of the file, for a monitor does not start without rules */
  static async open(path: string, logger: Logger): Promise<AlertFile> {
    const text = await readText(path);
    const content = read(text);
    if ('rules' in content) return new AlertFile(path, logger, text, content.rules);
    throw new SettingsError(content.refused.map((fault) => `ALERT_RULES_FILE ${path}: ${fault}`));
  }

  get rules(): readonly AlertRule[] {
    return this.#rules;
  }

  /** When the rules in force were read. */
  get loadedAt(): Date {
    return this.#loadedAt;
  }

  /** Why the present file is refused; null when its rules are in force. */
  get error(): string | null {
    return this.#error;
  }

  onApplicationBootstrap(): void {
    this.#looks.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#looks.stop();
  }

  private async look(): Promise<void> {
    const text = await readText(this.path);
    const settled = text === this.#seen;
    this.#seen = text;
    if (!settled || text === this.#used) return;
    this.#used = text;
    this.take(read(text));
  }

  private take(content: Content): void {
    if ('refused' in content) {
      this.#error = content.refused.join('; ');
      this.logger.error(
        { path: this.path, faults: content.refused },
        'the alert file is refused, the old rules stay in force',
      );
      return;
    }
    this.#rules = content.rules;
    this.#loadedAt = new Date();
    this.#error = null;
    this.logger.info({ path: this.path, rules: this.#rules.length }, 'alert rules read from the file');
  }
}

/** Begins the text that stands for an unreadable file; YAML cannot contain it. The reason follows. */
const unreadable = '\u0000cannot be read: ';

/** A larger file is not read. */
const largestBytes = 1_048_576;

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    return size > largestBytes ? `${unreadable}it is larger than ${largestBytes} bytes` : await readFile(path, 'utf8');
  } catch (error) {
    return unreadable + ((error as { code?: string }).code ?? 'failed');
  }
}

function read(text: string): Content {
  if (text.startsWith(unreadable)) return { refused: [text.slice(1)] };
  const reading = readRules(text);
  return 'rules' in reading ? reading : { refused: reading.faults.map(faultText) };
}
