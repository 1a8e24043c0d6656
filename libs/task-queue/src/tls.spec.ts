import { redisAddresses } from '@vocalborn/settings';
import { makeCertificates, RedisServer, temporaryFolder, waitFor, type Certificates } from '@vocalborn/system-harness';
import { taskName } from '@vocalborn/task';
import Bull from 'bull';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { AnalysisQueue } from './analysis-queue.js';
import { queueName, queueOptions } from './queue-options.js';

const folder = temporaryFolder('vocalborn-tls');
let files: Certificates;
let server: RedisServer;

beforeAll(async () => {
  files = await makeCertificates(folder.path);
  server = await RedisServer.start({ dataDir: folder.path, tls: files, password: 'secret' });
});
afterAll(async () => {
  await server.stop();
  folder.remove();
});

interface Files {
  readonly ca?: string;
  readonly client?: Certificates['client'];
}

/** The address of the queue, as the settings with these files give it. */
const broker = ({ ca, client }: Files, url = server.url()) =>
  redisAddresses({
    ...{ CELERY_BROKER_URL: url, CELERY_RESULT_BACKEND: url, REDIS_TLS_CA_FILE: ca },
    ...{ REDIS_TLS_CERT_FILE: client?.certFile, REDIS_TLS_KEY_FILE: client?.keyFile },
  }).queue;

/** Waits for the reason why no connection is made. */
async function isRefused(used: Files, reason: RegExp, url?: string): Promise<void> {
  const options = queueOptions({ broker: broker(used, url), role: 'producer', connectionName: 'test' });
  const queue = new Bull(queueName, options);
  const reasons: string[] = [];
  queue.client.on('error', ({ message }) => reasons.push(message));
  try {
    await waitFor(() => reasons.some((text) => reason.test(text)), { what: `${String(reason)} among the reasons` });
  } finally {
    queue.client.disconnect();
  }
}

describe('a queue on a Redis with TLS', () => {
  it.each(['127.0.0.1', 'localhost'])('delivers its tasks, by the name %s', async (host) => {
    const url = server.url().replace('127.0.0.1', host);
    const address = broker({ ca: files.caFile, client: files.client }, url);
    const queue = await AnalysisQueue.connect({ broker: address, role: 'producer', connectionName: 'test' });
    const consumer = new Bull(queueName, queueOptions({ broker: address, role: 'consumer', connectionName: 'test' }));
    const seen: string[] = [];
    void consumer.process(taskName, 1, (job) => Promise.resolve(void seen.push(String(job.id))));
    const [taskId, delayed] = [randomUUID(), randomUUID()];
    const task = { practiceRecordId: randomUUID(), userId: randomUUID(), params: {} };
    await queue.enqueue({ ...task, taskId });
    await queue.enqueue({ ...task, taskId: delayed }, { inMs: 100, at: Date.now() + 100 });
    await waitFor(() => seen.includes(taskId) && seen.includes(delayed), { what: 'both tasks' });
    await consumer.close();
    await queue.close();
  });

  it('is not reached without the certificate of a client', async () => {
    await isRefused({ ca: files.caFile }, /asks for a client certificate \(REDIS_TLS_CERT_FILE\)/);
  });

  it('is not reached with the certificate of a client that its authority did not sign', async () => {
    const other = temporaryFolder('vocalborn-other-client');
    const { client } = await makeCertificates(other.path);
    await isRefused({ ca: files.caFile, client }, /refuses the client certificate \(REDIS_TLS_CERT_FILE\)/);
    other.remove();
  });

  it('is not reached when its certificate is signed by an authority that is not named', async () => {
    await isRefused({ client: files.client }, /unable to verify the first certificate|self-signed certificate in/);
    const other = temporaryFolder('vocalborn-other-ca');
    const { caFile } = await makeCertificates(other.path);
    await isRefused({ ca: caFile, client: files.client }, /unable to|self-signed certificate|signature failure/);
    other.remove();
  });

  it('is not reached by a name that its certificate does not have', async () => {
    const address = { dataDir: `${folder.path}/elsewhere`, extraArgs: ['--bind', '127.0.0.1', '127.0.0.2'] };
    const elsewhere = await RedisServer.start({ ...address, tls: files });
    const url = elsewhere.url().replace('127.0.0.1', '127.0.0.2');
    await isRefused({ ca: files.caFile, client: files.client }, /IP: 127.0.0.2 is not in the cert's list/, url);
    await elsewhere.stop();
  });
});
