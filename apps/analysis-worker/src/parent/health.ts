import type { Supervisor } from './supervisor.js';

/** A child without a report for this long is stuck or dead; a restart of the pod cures it. */
const aliveWithinSeconds = 30;

/** A worker that is starved for this long, although its child is replaced, needs a new pod. */
const starvedLimitMs = 90_000;

/** A child with a report this recent takes tasks. */
const readyWithinSeconds = 5;

/** One check: up or down, and what else an operator may want to know. */
type Check = Readonly<Record<string, unknown>> & { readonly status: 'up' | 'down' };
type Checks = Readonly<Record<string, Check>>;

/** The checks behind an answer, in the form of `@nestjs/terminus`, which the other apps answer with. */
export interface HealthReport {
  readonly status: 'ok' | 'error';
  /** The checks that are up. */
  readonly info: Checks;
  /** The checks that are down. */
  readonly error: Checks;
  readonly details: Checks;
}

/** What the orchestrator asks of a worker: does it live, and does it take tasks? */
export class Health {
  readonly #startedAt = Date.now();
  #lastNotStarvedAt = Date.now();

  constructor(
    private readonly supervisor: Pick<Supervisor, 'latest'>,
    private readonly heartbeat: { readonly latest: unknown },
  ) {}

  /**
   * The child reports, and receives tasks while tasks wait. A starting child has 30 s. A lost database or queue does not
   * count, because a restart does not cure it.
   */
  live(): HealthReport {
    return reportOf({ child: this.child() });
  }

  /** The worker takes tasks: its child reports and reaches Postgres and Redis, and the worker is registered. */
  ready(): HealthReport {
    const report = this.supervisor.latest(readyWithinSeconds);
    return reportOf({
      child: upIf(report !== null),
      database: upIf(report?.databaseUp ?? false),
      queue: upIf(report?.queueUp ?? false),
      registration: upIf(this.heartbeat.latest !== null),
      // Never down: tasks wait while the circuit is open, and a restart does not change that.
      ai_service: { status: 'up', circuit: report?.circuit ?? 'unknown', healthy: report?.aiServiceUp ?? null },
    });
  }

  /** The worker listens. A remote that is away would restart a starting pod for ever. */
  startup(): HealthReport {
    return reportOf({});
  }

  private child(): Check {
    const isNew = Date.now() - this.#startedAt < aliveWithinSeconds * 1000;
    const report = this.supervisor.latest(aliveWithinSeconds);
    if (!report) return isNew ? { status: 'up' } : { status: 'down', message: 'does not report' };
    this.#lastNotStarvedAt = report.starved ? this.#lastNotStarvedAt : Date.now();
    const starved = Date.now() - this.#lastNotStarvedAt > starvedLimitMs;
    return starved ? { status: 'down', message: 'gets no tasks although tasks wait' } : { status: 'up' };
  }
}

const upIf = (up: boolean): Check => ({ status: up ? 'up' : 'down' });

function reportOf(details: Checks): HealthReport {
  const only = (status: Check['status']): Checks =>
    Object.fromEntries(Object.entries(details).filter(([, check]) => check.status === status));
  const error = only('down');
  return { status: Object.keys(error).length === 0 ? 'ok' : 'error', info: only('up'), error, details };
}
