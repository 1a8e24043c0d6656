import { Inject, Injectable } from '@nestjs/common';
import type { Redis } from '@vocalborn/result-cache';
import { askWorkers, listWorkers, type Command, type RegisteredWorker } from '@vocalborn/worker-control';
import type { Operator } from '../access/operator.js';
import { AuditLog } from '../audit/audit-log.js';
import { RESULT_CACHE_CONNECTION } from '@vocalborn/task-lifecycle/nest';
import { Problem } from '../http/problem.js';

/** The registered workers, and commands to them. */
@Injectable()
export class Workers {
  constructor(
    @Inject(RESULT_CACHE_CONNECTION) private readonly redis: Redis,
    private readonly audit: AuditLog,
  ) {}

  list(): Promise<RegisteredWorker[]> {
    return listWorkers(this.redis);
  }

  /** Names of the online workers. */
  async online(): Promise<string[]> {
    return (await this.list()).filter((worker) => worker.online).map(({ report }) => report.name);
  }

  /** @throws Problem 404 when no such worker was online within the last hour */
  async find(name: string): Promise<RegisteredWorker> {
    const worker = (await this.list()).find(({ report }) => report.name === name);
    if (!worker) throw new Problem(404, `Unknown worker '${name}'`);
    return worker;
  }

  /**
   * Sends a command to a worker and records it in the audit log.
   * @returns the answer of the worker
   * @throws Problem 404 when the worker is not known, 403 with its reason when it refuses, 504 when it does not answer.
   * After a 504 the worker has not done the command and will not, unless the problem says that it took the command.
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

  /** Asks every online worker. @returns the answers by name; null if a worker does not answer */
  async inspect(command: 'ping' | 'active' | 'reserved' | 'stats'): Promise<Record<string, unknown>> {
    const replies = await askWorkers(this.redis, await this.online(), { command });
    return Object.fromEntries([...replies].map(([name, reply]) => [name, reply && 'ok' in reply ? reply.ok : null]));
  }
}
