import { isDatabaseUnavailable } from '@vocalborn/database';

/** How requests become groups. */
export interface GroupCommitOptions<Request, Outcome> {
  /** Runs one statement for a group. @returns the outcomes in the order of the requests */
  readonly run: (requests: readonly Request[]) => Promise<Outcome[]>;
  /** What two requests of one group must not share. */
  readonly contended: (request: Request) => readonly string[];
  /** Statements that may run at the same time. */
  readonly statements: number;
  /** Milliseconds after which a statement counts as held up, as by a row lock, so that a further one may start beside it. */
  readonly patienceMs: number;
  /** Largest group. */
  readonly members: number;
}

interface Member<Request, Outcome> {
  readonly request: Request;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: requests that arrive while a statement runs go together in the next one, which starts as soon as the first
 * has ended. A request that finds no statement running runs at once and alone. A group that is held up does not hold up
 * the others for longer than the patience.
 */
export class GroupCommit<Request, Outcome> {
  #waiting: Member<Request, Outcome>[] = [];
  #running = 0;
  #heldUp = 0;

  constructor(private readonly options: GroupCommitOptions<Request, Outcome>) {}

  /**
   * The outcome of one request.
   * @throws what `run` throws for this request alone, or for its group when the database is unavailable
   */
  submit(request: Request): Promise<Outcome> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ request, resolve, reject });
      this.start();
    });
  }

  private start(): void {
    if (this.#waiting.length === 0) return;
    if (this.#running === this.#heldUp && this.#running < this.options.statements) void this.runNext();
  }

  private async runNext(): Promise<void> {
    this.#running += 1;
    let heldUp = 0;
    const patience = setTimeout(() => {
      heldUp = 1;
      this.#heldUp += 1;
      this.start();
    }, this.options.patienceMs);
    await this.settle(this.nextGroup());
    clearTimeout(patience);
    this.#heldUp -= heldUp;
    this.#running -= 1;
    this.start();
  }

  /** The first requests that share nothing; the others keep their order for the next group. */
  private nextGroup(): Member<Request, Outcome>[] {
    const [group, later]: [Member<Request, Outcome>[], Member<Request, Outcome>[]] = [[], []];
    const taken = new Set<string>();
    for (const member of this.#waiting) {
      const keys = this.options.contended(member.request);
      const fits = group.length < this.options.members && !keys.some((key) => taken.has(key));
      (fits ? group : later).push(member);
      for (const key of keys) taken.add(key);
    }
    this.#waiting = later;
    return group;
  }

  private async settle(group: readonly Member<Request, Outcome>[]): Promise<void> {
    try {
      const outcomes = await this.options.run(group.map(({ request }) => request));
      if (outcomes.length !== group.length) throw new Error('a group got the outcomes of another one');
      for (const [index, outcome] of outcomes.entries()) group[index]?.resolve(outcome);
    } catch (error) {
      // A group that cannot reach the database fails as a whole. Any other error may be the fault of one member.
      if (group.length === 1 || isDatabaseUnavailable(error)) for (const { reject } of group) reject(error);
      else await Promise.all(group.map((member) => this.settle([member])));
    }
  }
}
