import { isDatabaseUnavailable } from '@vocalborn/database';

/** How requests become groups. */
export interface GroupCommitOptions<Request, Outcome> {
  /** Runs one statement for a group. @returns the outcomes in the order of the requests */
  readonly run: (requests: readonly Request[]) => Promise<Outcome[]>;
  /** What two requests of one group must not share. */
  readonly contended: (request: Request) => readonly string[];
  /** Statements that may run at the same time; a group that waits for a row lock does not hold up all others. */
  readonly statements: number;
  /** Largest group. */
  readonly members: number;
}

interface Member<Request, Outcome> {
  readonly request: Request;
  readonly resolve: (outcome: Outcome) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Group commit: requests that arrive while statements run go together in the next one. A request that finds a statement
 * free runs at once and alone, so no request waits for a timer.
 */
export class GroupCommit<Request, Outcome> {
  #waiting: Member<Request, Outcome>[] = [];
  #running = 0;

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
    while (this.#running < this.options.statements && this.#waiting.length > 0) {
      this.#running += 1;
      void this.settle(this.nextGroup()).finally(() => {
        this.#running -= 1;
        this.start();
      });
    }
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
      group.forEach(({ resolve }, index) => resolve(outcomes[index]!));
    } catch (error) {
      // A group that cannot reach the database fails as a whole. Any other error may be the fault of one member.
      if (group.length === 1 || isDatabaseUnavailable(error)) for (const { reject } of group) reject(error);
      else await Promise.all(group.map((member) => this.settle([member])));
    }
  }
}
