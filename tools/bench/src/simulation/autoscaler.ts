/** How the number of workers follows the queue, as `k8s/components/keda` sets it. */
export interface ScalerRules {
  readonly slotsPerWorker: number;
  readonly fewest: number;
  readonly most: number;
  /** Seconds between two looks at the queue. */
  readonly lookSeconds: number;
  /** Seconds from the decision until a worker takes tasks: a node has room, the image is there, the app starts. */
  readonly startSeconds: number;
  /** Workers that may be added at a look: so many, or so large a share of the present ones if that is more. */
  readonly upBy: { readonly workers: number; readonly share: number };
  /** Fewer workers are wanted only when no look of so many seconds wanted more. */
  readonly downAfterSeconds: number;
  /** Share of the workers that may go in a minute. */
  readonly downShare: number;
}

export const defaultRules: ScalerRules = {
  ...{ slotsPerWorker: 4, fewest: 2, most: 400, lookSeconds: 15, startSeconds: 30 },
  ...{ upBy: { workers: 4, share: 1 }, downAfterSeconds: 300, downShare: 0.1 },
};

/** Decides the number of workers: (waiting + active) / slots, with the limits of the rules on how fast it changes. */
export class Autoscaler {
  #wanted: number;
  readonly #recent: { readonly at: number; readonly workers: number }[] = [];
  #lastDownAt = Number.NEGATIVE_INFINITY;

  constructor(private readonly rules: ScalerRules) {
    this.#wanted = rules.fewest;
  }

  /** @returns the wanted number of workers after a look at the queue */
  look(at: number, waitingAndActive: number): number {
    const { slotsPerWorker, fewest, most, upBy, downAfterSeconds, downShare } = this.rules;
    const needed = Math.min(most, Math.max(fewest, Math.ceil(waitingAndActive / slotsPerWorker)));
    this.#recent.push({ at, workers: needed });
    while ((this.#recent[0]?.at ?? at) < at - downAfterSeconds) this.#recent.shift();
    if (needed > this.#wanted) {
      const step = Math.max(upBy.workers, Math.floor(this.#wanted * upBy.share));
      this.#wanted = Math.min(needed, this.#wanted + step);
      return this.#wanted;
    }
    const stable = Math.max(...this.#recent.map(({ workers }) => workers));
    if (stable < this.#wanted && at - this.#lastDownAt >= 60) {
      this.#lastDownAt = at;
      this.#wanted = Math.max(stable, this.#wanted - Math.max(1, Math.floor(this.#wanted * downShare)));
    }
    return this.#wanted;
  }
}
