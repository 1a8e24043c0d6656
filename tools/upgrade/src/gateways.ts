import type { Answer, LoadClient } from '@vocalborn/fault-drills';

/**
 * The gateways behind one address, as a Service of Kubernetes has them: each request goes to the next one that is in service.
 * Remembers every request that was not answered as it should be.
 */
export class Gateways implements LoadClient {
  readonly #inService: { readonly name: string; readonly client: LoadClient }[] = [];
  readonly #failures = new Map<string, number>();
  #requests = 0;

  /** Requests so far. */
  get requests(): number {
    return this.#requests;
  }

  /** What was answered with an error of the server or not at all, with its number. */
  failures(): string[] {
    return [...this.#failures].map(([what, count]) => `${what}: ${count}`);
  }

  putIntoService(name: string, client: LoadClient): void {
    this.#inService.push({ name, client });
  }

  takeOutOfService(name: string): void {
    const index = this.#inService.findIndex((gateway) => gateway.name === name);
    if (index >= 0) this.#inService.splice(index, 1);
  }

  analyze(recordId: string, idempotencyKey: string): Promise<Answer> {
    return this.ask('POST /analyze', (client) => client.analyze(recordId, idempotencyKey));
  }

  poll(taskId: string): Promise<Answer> {
    return this.ask('GET /tasks/{id}', (client) => client.poll(taskId));
  }

  private async ask(request: string, question: (client: LoadClient) => Promise<Answer>): Promise<Answer> {
    const gateway = this.#inService[this.#requests % this.#inService.length];
    if (!gateway) throw new Error('no gateway is in service');
    this.#requests += 1;
    const answer = await question(gateway.client);
    if (answer.status === 0 || answer.status >= 500) {
      const what = `${request} at ${gateway.name} ${answer.status === 0 ? 'without an answer' : answer.status}`;
      this.#failures.set(what, (this.#failures.get(what) ?? 0) + 1);
    }
    return answer;
  }
}
