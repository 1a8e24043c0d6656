import { Injectable } from '@nestjs/common';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';

/** Lets the slot go; to be called once. */
export type Leave = () => void;

interface Waiting {
  readonly taskId: string;
  readonly admit: (leave: Leave | null) => void;
}

/**
 * The door between the queue and the slots. A delivered job waits here, locked but not yet claimed, until a slot is
 * free and the ai-service is believed to answer: so nothing is begun that would only burn a retry. The number of slots
 * is the parent's to say, which moves them from a process that is being replaced to its successor one by one.
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

  /** @returns null when no more work is taken: the job is to be handed back */
  enter(taskId: string): Promise<Leave | null> {
    this.#arrivals += 1;
    if (this.#closed) return Promise.resolve(null);
    return new Promise((admit) => {
      this.#waiting.push({ taskId, admit });
      this.admit();
    });
  }

  setSlots(slots: number): void {
    this.#slots = slots;
    this.admit();
  }

  /** Takes no more work and turns away whoever waits at the door. */
  close(): void {
    this.#closed = true;
    for (const { admit } of this.#waiting.splice(0)) admit(null);
  }

  /** `hungry`: slots are free, nobody waits at the door, and work is wanted. `reserved`: tasks that wait at the door. */
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
