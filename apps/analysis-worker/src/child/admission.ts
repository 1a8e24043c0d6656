import { Injectable } from '@nestjs/common';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';

/** Frees the slot; call it once. */
export type Leave = () => void;

interface Waiting {
  readonly taskId: string;
  readonly admit: (leave: Leave | null) => void;
}

/**
 * Admits delivered jobs to slots. A job waits here, locked but not claimed, until a slot is free and the circuit to the
 * ai-service admits a task, so that no attempt starts that would only use up a retry. The parent sets the number of
 * slots: it moves them one by one from a child that is being replaced to its successor.
 */
@Injectable()
export class Admission {
  readonly #waiting: Waiting[] = [];
  #slots = 0;
  #taken = 0;
  #arrivals = 0;
  #closed = false;

  constructor(private readonly circuit: AiServiceCircuit) {
    circuit.watch(() => this.admit());
  }

  /** Waits for a slot. @returns the function that frees it; null when the job must be handed back */
  enter(taskId: string): Promise<Leave | null> {
    this.#arrivals += 1;
    if (this.#closed) return Promise.resolve(null);
    return new Promise((admit) => {
      this.#waiting.push({ taskId, admit });
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
  }

  /** `arrivals`: jobs so far. `hungry`: slots are free and no job waits for one. `reserved`: ids of the waiting jobs. */
  report(): { readonly arrivals: number; readonly hungry: boolean; readonly reserved: readonly string[] } {
    const hungry = !this.#closed && this.#waiting.length === 0 && this.#taken < this.#slots;
    return { arrivals: this.#arrivals, hungry, reserved: this.#waiting.map(({ taskId }) => taskId) };
  }

  private admit(): void {
    while (this.#waiting.length > 0 && this.#taken < this.#slots && this.circuit.admits()) {
      this.#taken += 1;
      this.#waiting.shift()?.admit(this.leaveOnce());
    }
  }

  private leaveOnce(): Leave {
    const trialOver = this.circuit.begin();
    return () => {
      this.#taken -= 1;
      trialOver();
      this.admit();
    };
  }
}
