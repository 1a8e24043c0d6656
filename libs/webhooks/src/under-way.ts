/** The messages that this process is sending. */
export class UnderWay {
  readonly #messages = new Set<Promise<void>>();
  readonly #byReceiver = new Map<string, number>();

  get count(): number {
    return this.#messages.size;
  }

  /** Their number by receiver. */
  get byReceiver(): ReadonlyMap<string, number> {
    return this.#byReceiver;
  }

  /** Counts a message until its sending ends. @returns when it is no longer counted */
  add(receiver: string, sending: Promise<void>): Promise<void> {
    this.#byReceiver.set(receiver, (this.#byReceiver.get(receiver) ?? 0) + 1);
    const message = sending.finally(() => {
      this.#messages.delete(message);
      const left = (this.#byReceiver.get(receiver) ?? 1) - 1;
      if (left > 0) this.#byReceiver.set(receiver, left);
      else this.#byReceiver.delete(receiver);
    });
    this.#messages.add(message);
    return message;
  }

  async allEnded(): Promise<void> {
    await Promise.all(this.#messages);
  }
}
