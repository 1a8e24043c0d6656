import { Injectable } from '@nestjs/common';
import type { Permit } from '@vocalborn/task-queue';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';

/** Frees the slot; later calls do nothing. */
export type Leave = () => void;

interface Waiting {
  readonly taskId: string;
  readonly admit: (leave: Leave | null) => void;
}

/**
 * Admits jobs to slots. A job is taken from the queue only for a free slot, so that it does not wait here while another
 * worker is idle. It then waits, locked but not claimed, until the circuit to the ai-service admits a task, so that no
 * attempt starts that would only use up a retry. The parent sets the number of slots: it moves them one by one from a child
 * that is being replaced to its successor.
 */
@Injectable()
export class Admission {
  readonly #waiting: Waiting[] = [];
  readonly #askers: ((permit: Permit | null) => void)[] = [];
  #slots = 0;
  #taken = 0;
  /** Permits out: for each a job is being taken from the queue. */
  #expected = 0;
  #arrivals = 0;
  #closed = false;

  constructor(private readonly circuit: AiServiceCircuit) {
    circuit.watch(() => this.admit());
  }

  /** Waits for a slot that no other job is taken for. @returns null when no more jobs are wanted */
  permit(): Promise<Permit | null> {
    if (this.#closed) return Promise.resolve(null);
    return new Promise((ask) => {
      this.#askers.push(ask);
      this.admit();
    });
  }

  /**
   * Exchanges the permit for a slot, and waits for it.
   * @returns the function that frees the slot; null when the job must be handed back
   */
  enter(taskId: string, permit: Permit): Promise<Leave | null> {
    this.#arrivals += 1;
    if (this.#closed) return Promise.resolve(null);
    return new Promise((admit) => {
      this.#waiting.push({ taskId, admit });
      permit();
      this.admit();
    });
  }

  /** Changes the number of slots. Running tasks keep theirs. */
  setSlots(slots: number): void {
    this.#slots = slots;
    this.admit();
  }

  /**
   * Admits no further job; waiting jobs get null, the last one first: each is handed back to the head of the queue, so
   * that they stand there in the order in which they came.
   */
  close(): void {
    this.#closed = true;
    for (const { admit } of this.#waiting.splice(0).reverse()) admit(null);
    for (const ask of this.#askers.splice(0)) ask(null);
  }

  /** `arrivals`: jobs so far. `hungry`: slots are free and no job waits for one. `reserved`: ids of the waiting jobs. */
  report(): { readonly arrivals: number; readonly hungry: boolean; readonly reserved: readonly string[] } {
    const hungry = !this.#closed && this.#waiting.length === 0 && this.#taken < this.#slots;
    return { arrivals: this.#arrivals, hungry, reserved: this.#waiting.map(({ taskId }) => taskId) };
  }

  private admit(): void {
    while (this.#waiting.length > 0 && this.#taken < this.#slots && this.circuit.admits()) {
      this.#taken += 1;
      this.#waiting.shift()?.admit(this.leave());
    }
    while (this.#askers.length > 0 && this.#taken + this.#waiting.length + this.#expected < this.#slots) {
      this.#expected += 1;
      this.#askers.shift()?.(once(() => this.returned()));
    }
  }

  private returned(): void {
    this.#expected -= 1;
    this.admit();
  }

  private leave(): Leave {
    const trialOver = this.circuit.begin();
    return once(() => {
      this.#taken -= 1;
      trialOver();
      this.admit();
    });
  }
}

function once(work: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    work();
  };
}
