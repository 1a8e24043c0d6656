import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { faultText, readRules, type AlertRule } from '@vocalborn/monitoring-rules';
import { RepeatedWork, type Logger } from '@vocalborn/observability';
import { SettingsError } from '@vocalborn/settings';
import { readFile, stat } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** In force where no other file is named. */
export const defaultAlertFile = fileURLToPath(new URL('../../alerts.yaml', import.meta.url));

const lookEveryMs = 1_000;

/** What a file says: rules, or why it is refused. */
type Judgement = { readonly rules: readonly AlertRule[] } | { readonly refused: readonly string[] };

/**
 * The rules in force. The file is looked at once a second and judged by what it holds: an edit in place, a rename over
 * it, the swapped link of a ConfigMap and a network file system are all the same to it. What it holds is taken when two
 * looks in a row have found it, so a file that is being written is not taken half. A file that has a fault is refused
 * whole, and the rules stay what they were.
 */
export class AlertFile implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #looks: RepeatedWork;
  #rules: readonly AlertRule[];
  #loadedAt = new Date();
  #error: string | null = null;
  #judged: string;
  #seen: string;

  private constructor(
    readonly path: string,
    private readonly logger: Logger,
    text: string,
    rules: readonly AlertRule[],
  ) {
    this.#judged = text;
    this.#seen = text;
    this.#rules = rules;
    this.#looks = new RepeatedWork({
      everyMs: lookEveryMs,
      run: () => this.look(),
      onError: (error) => logger.error({ err: error, path }, 'the alert file cannot be checked now'),
    });
  }

  /** @throws SettingsError with every fault of the file: a monitor does not start without rules */
  static async open(path: string, logger: Logger): Promise<AlertFile> {
    const text = await readText(path);
    const judgement = judge(text);
    if ('rules' in judgement) return new AlertFile(path, logger, text, judgement.rules);
    throw new SettingsError(judgement.refused.map((fault) => `ALERT_RULES_FILE ${path}: ${fault}`));
  }

  get rules(): readonly AlertRule[] {
    return this.#rules;
  }

  /** When the rules in force were taken from the file. */
  get loadedAt(): Date {
    return this.#loadedAt;
  }

  /** Why the file as it is now is refused; null when its rules are in force. */
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
    if (!settled || text === this.#judged) return;
    this.#judged = text;
    this.take(judge(text));
  }

  private take(judgement: Judgement): void {
    if ('refused' in judgement) {
      this.#error = judgement.refused.join('; ');
      this.logger.error(
        { path: this.path, faults: judgement.refused },
        'the alert file is refused, the old rules stay',
      );
      return;
    }
    this.#rules = judgement.rules;
    this.#loadedAt = new Date();
    this.#error = null;
    this.logger.info({ path: this.path, rules: this.#rules.length }, 'alert rules taken from the file');
  }
}

/** Stands for a file that cannot be read, followed by why; no YAML holds it. */
const unreadable = '\u0000cannot be read: ';

/** More than any alert file may hold: it is not even read. */
const largestBytes = 1_048_576;

async function readText(path: string): Promise<string> {
  try {
    const { size } = await stat(path);
    return size > largestBytes ? `${unreadable}it is larger than ${largestBytes} bytes` : await readFile(path, 'utf8');
  } catch (error) {
    return unreadable + ((error as { code?: string }).code ?? 'failed');
  }
}

function judge(text: string): Judgement {
  if (text.startsWith(unreadable)) return { refused: [text.slice(1)] };
  const reading = readRules(text);
  return 'rules' in reading ? reading : { refused: reading.faults.map(faultText) };
}
