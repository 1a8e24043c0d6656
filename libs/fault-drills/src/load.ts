import { waitFor } from '@vocalborn/system-harness';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer, GatewayClient } from './gateway-client.js';
import type { Remarks } from './outcome.js';

export interface Pace {
  readonly tasks: number;
  readonly perSecond: number;
}

/** Most concurrent submissions and polls. */
const submissionsAtATime = 32;
const pollsAtATime = 8;
const pauseMs = 200;

/** A request that is not accepted within this time is given up. */
const giveUpMs = 120_000;

/** What the load asks of the gateway. */
export type LoadClient = Pick<GatewayClient, 'analyze' | 'poll'>;

/** A task as its client saw it. */
export interface SeenTask {
  readonly recordId: string;
  readonly final: string | null;
  /** Queue position in the acceptance; null when the gateway could not queue the task. */
  readonly queuePosition: number | null;
}

/** Submits analyses at a steady pace, repeats each until it is accepted, and polls the tasks like clients. */
export class Load {
  readonly tasks = new Map<string, SeenTask>();
  #submitted = 0;
  #held = false;
  readonly #ending = new AbortController();

  constructor(
    private readonly client: LoadClient,
    /** Records that can be analysed now. A record returns when its analysis ends. */
    private readonly free: string[],
    private readonly pace: Pace,
    private readonly remarks: Remarks,
  ) {}

  get accepted(): number {
    return this.tasks.size;
  }

  /** Number of tasks whose client saw a final state. */
  get ended(): number {
    return [...this.tasks.values()].filter((task) => task.final !== null).length;
  }

  private isStopped(): boolean {
    return this.#ending.signal.aborted;
  }

  hold(): void {
    this.#held = true;
  }

  resume(): void {
    this.#held = false;
  }

  /** Resolves when every submission is accepted or given up. Polling continues until `stop`. */
  async run(): Promise<void> {
    const polling = this.follow();
    polling.catch((error: unknown) => this.remarks.add(`polling broke: ${String(error)}`));
    const underWay = new Set<Promise<void>>();
    for (; this.#submitted < this.pace.tasks && !this.isStopped(); this.#submitted += 1) {
      const turn = Date.now() + 1000 / this.pace.perSecond;
      while (this.#held && !this.isStopped()) await delay(20);
      while (underWay.size >= submissionsAtATime) await Promise.race(underWay);
      const submission = this.submit().finally(() => underWay.delete(submission));
      underWay.add(submission);
      await delay(Math.max(0, turn - Date.now()));
    }
    await Promise.all(underWay);
  }

  /** Submits some tasks concurrently. @returns the ids of the tasks accepted in that time */
  async submitMore(tasks: number): Promise<string[]> {
    const before = new Set(this.tasks.keys());
    await Promise.all(Array.from({ length: tasks }, () => this.submit()));
    return [...this.tasks.keys()].filter((taskId) => !before.has(taskId));
  }

  stop(): void {
    this.#ending.abort();
  }

  private async submit(): Promise<void> {
    const deadline = Date.now() + giveUpMs;
    while (Date.now() < deadline && !this.isStopped()) {
      const recordId = await waitFor(() => this.free.shift(), { what: 'a free record', timeoutMs: giveUpMs }).catch(
        () => null,
      );
      if (recordId === null) break;
      const outcome = await this.submitRecord(recordId, deadline);
      if (outcome !== 'running') return;
      this.free.push(recordId);
    }
    if (!this.isStopped()) this.remarks.add('a request to analyse was never accepted');
  }

  /** Repeats one request with one idempotency key until it is answered. */
  private async submitRecord(recordId: string, deadline: number): Promise<'accepted' | 'running' | 'gave up'> {
    const key = randomUUID();
    while (Date.now() < deadline && !this.isStopped()) {
      const answer = await this.client.analyze(recordId, key);
      if (answer.status === 202) {
        const queuePosition = answer.body['queue_position'] as number | null;
        this.tasks.set(String(answer.body['task_id']), { recordId, final: null, queuePosition });
        return 'accepted';
      }
      if (answer.status === 409) return 'running';
      this.checkRefusal('POST /analyze', answer);
      await delay(pauseMs);
    }
    if (!this.isStopped()) this.remarks.add('POST /analyze was never answered with 202');
    return 'gave up';
  }

  private async follow(): Promise<void> {
    while (!this.isStopped()) {
      const open = [...this.tasks].filter(([, task]) => task.final === null);
      for (let index = 0; index < open.length && !this.isStopped(); index += pollsAtATime) {
        await Promise.all(open.slice(index, index + pollsAtATime).map(([taskId, task]) => this.look(taskId, task)));
      }
      await delay(pauseMs);
    }
  }

  private async look(taskId: string, task: SeenTask): Promise<void> {
    const answer = await this.client.poll(taskId);
    if (answer.status !== 200) {
      this.checkRefusal('GET /tasks/{id}', answer);
      return;
    }
    const status = String(answer.body['status']);
    if (!['success', 'failure', 'revoked'].includes(status)) return;
    this.tasks.set(taskId, { ...task, final: status.toUpperCase() });
    this.free.push(task.recordId);
  }

  /** No answer and 503 are normal during an outage; every other answer is remarkable. */
  private checkRefusal(request: string, { status, body }: Answer): void {
    if (status === 0 || status === 503) return;
    this.remarks.add(`${request} answered ${status} ${String(body['code'])}`);
  }
}
