import { Inject, Injectable, type BeforeApplicationShutdown, type OnApplicationShutdown } from '@nestjs/common';
import { Database } from '@vocalborn/database';
import { LOGGER, type Logger } from '@vocalborn/observability';
import { noteAccesses, type Access, type AccessKind } from '@vocalborn/personal-data';
import type { Caller } from '@vocalborn/task';

/** A caller, and the id of the request where one is known. */
export interface Reader extends Caller {
  readonly requestId?: string;
}

/** What is read: a record or task by its id, or a list or stream without one. */
export interface ReadResource {
  readonly kind: AccessKind;
  readonly id: string | null;
}

/** A client that polls is one row in this time. */
const sameReadMs = 5 * 60_000;

/** Reads that are remembered to write them once: some 200 bytes each. With more, one is written more often. */
const rememberedReads = 20_000;

/** How long reads are gathered, so that those of all requests cost one statement. */
const gatherMs = 1_000;

/** Most reads of one statement. */
const mostPerStatement = 500;

/** Most reads that wait while Postgres is away; the oldest beyond are dropped and counted. */
const mostWaiting = 10_000;

/**
 * Writes down which data of other people is read, apart from the requests: none waits for it. A killed process loses the
 * reads of the last second; one that is stopped loses none.
 */
@Injectable()
export class AccessAudit implements BeforeApplicationShutdown, OnApplicationShutdown {
  readonly #remembered = new Set<string>();
  #rememberedSince = 0;
  #waiting: Access[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();
  #isStopping = false;

  constructor(
    private readonly database: Database,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Notes a read, unless the reader is the owner or has read the same in the present five minutes. */
  note({ userId: readerId, role, requestId }: Reader, ownerId: string, { kind, id }: ReadResource): void {
    if (readerId === ownerId) return;
    if (!this.isNew(`${readerId} ${role} ${ownerId} ${kind} ${id ?? ''}`)) return;
    this.#waiting.push({ at: new Date(), readerId, role, ownerId, kind, resourceId: id, requestId: requestId ?? null });
    // Requests end while the app stops: what they read is written at once.
    if (this.#isStopping || this.#waiting.length === mostPerStatement) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), gatherMs);
  }

  /** Writes the gathered reads; resolves when they are written, or kept because Postgres is away. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#writing = this.#writing.then(() => this.write());
    return this.#writing;
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#isStopping = true;
    await this.flush();
  }

  /** Requests that ended while the app stopped were written at once. */
  async onApplicationShutdown(): Promise<void> {
    await this.#writing;
    if (this.#waiting.length > 0) this.logger.error({ reads: this.#waiting.length }, 'reads are lost for the audit');
  }

  private isNew(read: string): boolean {
    const now = performance.now();
    if (now - this.#rememberedSince >= sameReadMs || this.#remembered.size >= rememberedReads) {
      this.#remembered.clear();
      this.#rememberedSince = now;
    }
    const before = this.#remembered.size;
    return this.#remembered.add(read).size > before;
  }

  private async write(): Promise<void> {
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, mostPerStatement);
      try {
        await noteAccesses(this.database, batch);
      } catch (error) {
        this.logger.warn({ err: error }, 'reads could not be written to the audit yet');
        this.keep(batch);
        return;
      }
    }
  }

  private keep(batch: readonly Access[]): void {
    const all = [...batch, ...this.#waiting];
    this.#waiting = all.slice(-mostWaiting);
    const dropped = all.length - this.#waiting.length;
    if (dropped > 0) this.logger.error({ reads: dropped }, 'reads are lost for the audit');
    if (!this.#isStopping) this.#timer ??= setTimeout(() => void this.flush(), gatherMs * 5);
  }
}
