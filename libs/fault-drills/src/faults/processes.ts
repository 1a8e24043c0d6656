import { waitFor } from '@vocalborn/system-harness';
import { fault, type Fault, type FaultContext } from '../fault.js';

const someWorker = ({ drilled, random }: FaultContext): number => random.oneOf(drilled.workerNumbers);

/** Nobody but an expired lock tells that a whole worker is gone. */
const lockExpiry = { from: 'strike', ms: 12_000 } as const;

/** Faults of the product's own processes. */
export const processFaults: readonly Fault[] = [
  fault(
    'worker-killed',
    'SIGKILL a worker, parent and child',
    async (context) => {
      const number = someWorker(context);
      await context.drilled.worker(number).kill();
      return () => context.drilled.startWorker(number);
    },
    { times: 2, quick: true, recovers: lockExpiry },
  ),
  fault(
    'worker-parent-killed',
    "SIGKILL a worker's parent only",
    async (context) => {
      const number = someWorker(context);
      const endedByItself = await context.drilled.worker(number).killAlone();
      if (!endedByItself) context.remarks.add('the child outlived its parent');
      return () => context.drilled.startWorker(number);
    },
    { times: 2, recovers: lockExpiry },
  ),
  fault(
    'worker-child-killed',
    "SIGKILL a worker's child only",
    async (context) => {
      const worker = context.drilled.worker(someWorker(context));
      const children = await waitFor(() => worker.childPids().then((pids) => (pids.length > 0 ? pids : null)), {
        what: 'the worker to have a child',
      });
      for (const pid of children) process.kill(pid, 'SIGKILL');
      return () => worker.waitReady();
    },
    { times: 3, quick: true, recovers: { from: 'strike', ms: 3_000 } },
  ),
  fault('gateway-killed', 'SIGKILL the gateway', killing('api-gateway'), { times: 3, quick: true }),
  fault('ai-service-killed', 'SIGKILL the ai-service', killing('ai-service'), { times: 2, pauseMs: [500, 1_500] }),
  fault('monitor-killed', 'SIGKILL the monitor', killing('monitor')),
  fault(
    'worker-frozen',
    'SIGSTOP a worker, parent and child, for longer than its lock',
    (context) => {
      const worker = context.drilled.worker(someWorker(context));
      worker.signalGroup('SIGSTOP');
      return () => {
        worker.signalGroup('SIGCONT');
        return worker.waitReady();
      };
    },
    { pauseMs: [14_000, 18_000], recovers: lockExpiry },
  ),
  fault('workers-rolled', 'SIGTERM and restart the workers one after the other', async ({ drilled }) => {
    for (const number of drilled.workerNumbers) {
      await drilled.worker(number).stop('SIGTERM', 60_000);
      await drilled.startWorker(number);
    }
    return () => undefined;
  }),
];

function killing(app: 'api-gateway' | 'ai-service' | 'monitor'): Fault['inject'] {
  return async ({ drilled }) => {
    await drilled.system.app(app).kill();
    return () => drilled.system.startApp(app);
  };
}
