import Bull from 'bull';

/** The name of the queue, in the product and in the bare baseline. */
const queueName = 'ai_analysis';

/** Holds the workers of one side back while tasks are submitted, and tells when all are done. */
export class HeldQueue {
  readonly #queue: Bull.Queue;

  constructor(brokerUrl: string) {
    this.#queue = new Bull(queueName, brokerUrl);
  }

  /** From now on jobs are collected and delivered to no worker. */
  async hold(): Promise<void> {
    await this.#queue.pause();
  }

  async release(): Promise<void> {
    await this.#queue.resume();
  }

  /** Jobs that have not ended. */
  async unfinished(): Promise<number> {
    const { active, waiting, delayed } = await this.#queue.getJobCounts();
    return active + waiting + delayed + (await this.#queue.getPausedCount());
  }

  async close(): Promise<void> {
    await this.#queue.close();
  }
}
