import { redisAddresses } from '@vocalborn/settings';
import { makeCertificates, SentinelGroup, temporaryFolder, waitFor, type RedisServer } from '@vocalborn/system-harness';
import { taskName } from '@vocalborn/task';
import Bull from 'bull';
import { randomUUID } from 'node:crypto';
import { describe, expect, it, type TestContext } from 'vitest';
import { AnalysisQueue } from './analysis-queue.js';
import type { QueuedTask } from './job-options.js';
import { queueName, queueOptions } from './queue-options.js';

const [password, sentinelPassword] = ['a/password@', 'another'];

/** A queue through sentinels, with a consumer. */
class Stage {
  readonly ran = new Set<string>();
  readonly tasks: QueuedTask[] = [];

  private constructor(
    readonly group: SentinelGroup,
    readonly queue: AnalysisQueue,
  ) {}

  static async start({ onTestFinished }: TestContext, isEncrypted = false): Promise<Stage> {
    const folder = temporaryFolder('vocalborn-sentinel');
    const files = isEncrypted ? await makeCertificates(folder.path) : undefined;
    const group = await SentinelGroup.start({
      ...{ dataDir: folder.path, password, sentinelPassword },
      ...(files && { tls: files }),
    });
    const { queue: broker } = redisAddresses({
      ...{ CELERY_BROKER_URL: group.url(), CELERY_RESULT_BACKEND: group.url(1) },
      REDIS_SENTINEL_PASSWORD: sentinelPassword,
      ...{ REDIS_TLS_CA_FILE: files?.caFile, REDIS_TLS_CERT_FILE: files?.client.certFile },
      REDIS_TLS_KEY_FILE: files?.client.keyFile,
    });
    const queue = await AnalysisQueue.connect({ broker, role: 'producer', connectionName: 'producer' });
    const consumer = new Bull(queueName, queueOptions({ broker, role: 'consumer', connectionName: 'consumer' }));
    consumer.on('error', () => undefined);
    const stage = new Stage(group, queue);
    void consumer.process(taskName, 2, ({ id }) => Promise.resolve(void stage.ran.add(String(id))));
    onTestFinished(async () => {
      await Promise.all([queue.close(), consumer.close(true)]);
      await group.stop();
      folder.remove();
    });
    return stage;
  }

  /** Adds a task, which may fail, as when the gateway accepts it while Redis is away. */
  async add(): Promise<void> {
    const task = { taskId: randomUUID(), practiceRecordId: randomUUID(), userId: randomUUID(), params: {} };
    this.tasks.push(task);
    await this.queue.enqueue(task).catch(() => undefined);
  }

  /** Adds tasks until what was begun has ended. */
  async addDuring<T>(begun: Promise<T>): Promise<T> {
    let isOver = false;
    const ended = begun.finally(() => (isOver = true));
    while (!isOver) {
      await this.add();
      await new Promise(setImmediate);
      if (this.tasks.length > 500) await ended;
    }
    return ended;
  }

  /** Waits until every task ran, and puts those that Redis lost into the queue again, as recovery does. */
  async untilAllRan(): Promise<void> {
    const haveRun = async (): Promise<boolean> => {
      const missing = this.tasks.filter(({ taskId }) => !this.ran.has(taskId));
      const areQueued = await this.queue.areQueued(missing.map(({ taskId }) => taskId));
      for (const [index, task] of missing.entries()) if (!areQueued[index]) await this.queue.enqueue(task);
      return missing.length === 0;
    };
    await waitFor(haveRun, { what: 'all tasks to run', timeoutMs: 90_000 });
  }

  /** A task that is added from now on runs without anybody's help. */
  async untilNewTaskRuns(): Promise<void> {
    await this.add();
    const { taskId } = this.tasks.at(-1)!;
    await waitFor(() => this.ran.has(taskId), { what: 'a new task to run' });
  }
}

async function isConnectedTo(queue: AnalysisQueue, { port }: RedisServer): Promise<boolean> {
  return (await queue.server.report()).includes(`tcp_port:${port}\r\n`);
}

describe.concurrent('a queue through sentinels', { timeout: 180_000 }, () => {
  it('loses no task in a planned failover', async (context) => {
    const stage = await Stage.start(context);
    await stage.add();
    const next = await stage.addDuring(stage.group.failover());
    await waitFor(() => isConnectedTo(stage.queue, next), { what: 'the producer to follow' });
    await stage.untilAllRan();
    await stage.untilNewTaskRuns();
    expect(stage.tasks.length).toBeGreaterThan(2);
  });

  it('loses no task when the master is killed', async (context) => {
    const stage = await Stage.start(context);
    await stage.add();
    const master = await stage.group.master();
    await master.kill();
    const next = await stage.addDuring(stage.group.successorOf(master));
    await waitFor(() => isConnectedTo(stage.queue, next), { what: 'the producer to follow' });
    await stage.untilAllRan();
    await stage.untilNewTaskRuns();
  });

  it('loses no task when the master is frozen', async (context) => {
    const stage = await Stage.start(context);
    await stage.add();
    const master = await stage.group.master();
    master.signal('SIGSTOP');
    const next = await stage.addDuring(stage.group.successorOf(master));
    await waitFor(() => isConnectedTo(stage.queue, next), { what: 'the producer to follow' });
    master.signal('SIGCONT');
    await stage.untilAllRan();
    await stage.untilNewTaskRuns();
  });

  it('works with TLS to sentinels and servers', async (context) => {
    const stage = await Stage.start(context, true);
    await stage.untilNewTaskRuns();
    const next = await stage.group.failover();
    await waitFor(() => isConnectedTo(stage.queue, next), { what: 'the producer to follow' });
    await stage.untilNewTaskRuns();
  });
});
