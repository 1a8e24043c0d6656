import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from '@vocalborn/result-cache';
import { askWorkers, listWorkers, type Command, type RegisteredWorker } from '@vocalborn/worker-control';
import type { Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { RESULT_CACHE } from '../connections/tokens.js';
import { Problem } from '../http/problem.js';

/** The workers, and asking them to do something. */
@Injectable()
export class Workers {
  constructor(
    @Inject(RESULT_CACHE) private readonly redis: Redis,
    private readonly audit: AuditLog,
  ) {}

  list(): Promise<RegisteredWorker[]> {
    return listWorkers(this.redis);
  }

  /** Names of those that are online. */
  async online(): Promise<string[]> {
    return (await this.list()).filter((worker) => worker.online).map(({ report }) => report.name);
  }

  /** @throws Problem 404 when no such worker was seen within the last hour */
  async find(name: string): Promise<RegisteredWorker> {
    const worker = (await this.list()).find(({ report }) => report.name === name);
    if (!worker) throw new Problem(404, `Unknown worker '${name}'`);
    return worker;
  }

  /**
   * Has a worker do something, and writes it down.
   * @throws Problem 404 when it is not known, 403 with its reason when it refuses, 504 when it does not answer: then it
   * has not done it and will not, unless the problem says that it took the command
   */
  async command(operator: Operator, name: string, command: Command): Promise<unknown> {
    await this.find(name);
    const { command: action, ...details } = command;
    return this.audit.record(operator, { action: `worker.${action}`, target: name, details }, async () => {
      const reply = (await askWorkers(this.redis, [name], command)).get(name);
      if (!reply) throw new Problem(504, `'${name}' does not answer`);
      if ('taken' in reply) throw new Problem(504, `'${name}' took it and does not answer: it may have been done`);
      if ('error' in reply) throw new Problem(403, `'${name}' refuses: ${reply.error}`);
      return reply.ok;
    });
  }

  /** Asks every worker that is online; null is the answer of one that is silent. */
  async inspect(command: 'ping' | 'active' | 'reserved' | 'stats'): Promise<Record<string, unknown>> {
    const replies = await askWorkers(this.redis, await this.online(), { command });
    return Object.fromEntries([...replies].map(([name, reply]) => [name, reply && 'ok' in reply ? reply.ok : null]));
  }
}
