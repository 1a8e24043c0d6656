import { arrivalsOfDay, secondsPerDay } from './arrivals.js';
import { Autoscaler, type ScalerRules } from './autoscaler.js';
import { randomOf, type Random } from './random.js';

/** What a day is made of. */
export interface DayOptions {
  readonly perDay: number;
  readonly seed: number;
  readonly rules: ScalerRules;
  /** Mean and standard deviation of the seconds that an analysis takes, of a log-normal distribution. */
  readonly analysis: { readonly mean: number; readonly deviation: number };
}

/** The state of one minute. */
interface Minute {
  readonly arrived: number;
  readonly waiting: number;
  readonly workers: number;
}

export interface Day {
  readonly minutes: readonly Minute[];
  /** Seconds that tasks waited for a slot. */
  readonly wait: { readonly p50: number; readonly p95: number; readonly p99: number; readonly longest: number };
  readonly longestQueue: number;
  readonly mostWorkers: number;
  /** Share of the slots' time in which they ran tasks. */
  readonly utilisation: number;
  readonly workerHours: number;
  /** Tasks that had not ended at the end of the day. */
  readonly left: number;
}

/**
 * Replays a day, second by second: tasks arrive, wait in one queue, and occupy a slot for the time of their analysis, while the
 * autoscaler changes the number of workers. A worker that goes takes no further tasks and finishes its own.
 */
export function simulateDay(options: DayOptions): Day {
  const random = randomOf(options.seed);
  const arrivals = arrivalsOfDay(options.perDay, random);
  const clinic = new SimulatedClinic(options.rules, logNormal(options.analysis, random));
  for (let second = 0; second < secondsPerDay; second += 1) clinic.pass(second, arrivals[second] ?? 0);
  return clinic.day();
}

class SimulatedClinic {
  readonly #scaler: Autoscaler;
  readonly #queue = new ArrivalQueue();
  /** Workers that were decided and do not take tasks yet. */
  readonly #starting: { readonly at: number; readonly workers: number }[] = [];
  /** Numbers of tasks that end in each second. */
  readonly #endings = new Map<number, number>();
  /** Numbers of tasks by the seconds that they waited. */
  readonly #waits = new Uint32Array(secondsPerDay + 1);
  readonly #minutes: Minute[] = [];
  #workers: number;
  #wanted: number;
  #running = 0;
  #busySeconds = 0;
  #workerSeconds = 0;
  #longestQueue = 0;
  #arrivedInMinute = 0;

  constructor(
    private readonly rules: ScalerRules,
    private readonly duration: () => number,
  ) {
    this.#scaler = new Autoscaler(rules);
    this.#workers = this.#wanted = rules.fewest;
  }

  pass(second: number, arrived: number): void {
    this.#running -= this.#endings.get(second) ?? 0;
    this.#endings.delete(second);
    this.#queue.add(second, arrived);
    this.#arrivedInMinute += arrived;
    if (second % this.rules.lookSeconds === 0) this.scale(second);
    while (this.#starting[0] && this.#starting[0].at <= second) this.#workers += this.#starting.shift()?.workers ?? 0;
    this.fillSlots(second);
    this.#busySeconds += this.#running;
    this.#workerSeconds += this.#workers;
    this.#longestQueue = Math.max(this.#longestQueue, this.#queue.length);
    if (second % 60 === 59) this.endMinute();
  }

  day(): Day {
    return {
      minutes: this.#minutes,
      wait: percentilesOf(this.#waits),
      longestQueue: this.#longestQueue,
      mostWorkers: Math.max(...this.#minutes.map(({ workers }) => workers)),
      utilisation: this.#busySeconds / (this.#workerSeconds * this.rules.slotsPerWorker),
      workerHours: this.#workerSeconds / 3_600,
      left: this.#queue.length + this.#running,
    };
  }

  private scale(second: number): void {
    const next = this.#scaler.look(second, this.#queue.length + this.#running);
    const more = next - this.#wanted;
    if (more > 0) this.#starting.push({ at: second + this.rules.startSeconds, workers: more });
    else this.#workers = Math.max(this.rules.fewest, this.#workers + more);
    this.#wanted = next;
  }

  private fillSlots(second: number): void {
    for (
      let free = this.#workers * this.rules.slotsPerWorker - this.#running;
      free > 0 && this.#queue.length > 0;
      free -= 1
    ) {
      const waited = second - this.#queue.take();
      this.#waits[waited] = (this.#waits[waited] ?? 0) + 1;
      const end = second + Math.max(1, Math.round(this.duration()));
      this.#endings.set(end, (this.#endings.get(end) ?? 0) + 1);
      this.#running += 1;
    }
  }

  private endMinute(): void {
    this.#minutes.push({ arrived: this.#arrivedInMinute, waiting: this.#queue.length, workers: this.#workers });
    this.#arrivedInMinute = 0;
  }
}

/** The tasks that wait, as numbers of tasks by second of arrival. */
class ArrivalQueue {
  readonly #groups: { readonly at: number; left: number }[] = [];
  #first = 0;
  length = 0;

  add(at: number, tasks: number): void {
    if (tasks > 0) this.#groups.push({ at, left: tasks });
    this.length += tasks;
  }

  /** Takes the task that waits longest. @returns the second of its arrival */
  take(): number {
    const group = this.#groups[this.#first];
    if (!group) throw new Error('the queue is empty');
    group.left -= 1;
    this.length -= 1;
    if (group.left === 0) this.#first += 1;
    return group.at;
  }
}

/** Draws from a log-normal distribution, by the method of Box and Muller (1958). */
function logNormal({ mean, deviation }: DayOptions['analysis'], random: Random): () => number {
  const variance = Math.log(1 + (deviation / mean) ** 2);
  const centre = Math.log(mean) - variance / 2;
  return () => {
    const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    return Math.exp(centre + Math.sqrt(variance) * normal);
  };
}

function percentilesOf(waits: Uint32Array): Day['wait'] {
  const total = waits.reduce((sum, count) => sum + count, 0);
  const at = (share: number): number => {
    let seen = 0;
    return Math.max(
      0,
      waits.findIndex((count) => (seen += count) >= share * total),
    );
  };
  return {
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    longest: Math.max(
      0,
      waits.findLastIndex((count) => count > 0),
    ),
  };
}
