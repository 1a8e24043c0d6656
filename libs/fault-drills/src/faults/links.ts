import type { LinkMode } from '@vocalborn/system-harness';
import { fault, type Fault } from '../fault.js';
import type { Dependency } from '../links.js';

const cutMs = [8_000, 15_000] as const;

/** Attempts end soon enough for a task to survive a cut. */
const shortLimit = (): Record<string, string> => ({ CELERY_TASK_TIME_LIMIT: '3' });

/** Faults of Postgres and of the network links. */
export const linkFaults: readonly Fault[] = [
  fault(
    'postgres-restarted',
    'SIGKILL Postgres and start it again',
    async ({ drilled }) => {
      await drilled.system.postgres.kill();
      return () => drilled.system.postgres.restart();
    },
    { quick: true },
  ),
  fault('postgres-link-cut', 'every link to Postgres goes silent without a FIN', cutting('postgres'), {
    pauseMs: cutMs,
  }),
  fault('redis-link-cut', 'every link to Redis goes silent without a FIN', cutting('redis'), { pauseMs: cutMs }),
  fault('worker-postgres-link-cut', "one worker's link to Postgres goes silent", cuttingOne('postgres'), {
    pauseMs: cutMs,
  }),
  fault('worker-redis-link-cut', "one worker's link to Redis goes silent", cuttingOne('redis'), { pauseMs: cutMs }),
  fault(
    'links-reset',
    'links to Postgres and Redis break with RST in the middle of an answer',
    spoiling({ mode: 'reset', afterBytes: 4_000 }),
    {
      pauseMs: [1_000, 3_000],
      times: 2,
      recovers: { from: 'repair', ms: 3_000 },
    },
  ),
  fault('links-slow', 'links to Postgres and Redis are slow', spoiling({ mode: 'slow', delayMs: 150 }), {
    pauseMs: [4_000, 8_000],
  }),
  fault('ai-service-link-cut', 'every link to the ai-service goes silent without a FIN', cutting('ai-service'), {
    pauseMs: cutMs,
    expectedKinds: ['timeout', 'network'],
    workerVariables: shortLimit,
  }),
];

/** Faults of the ai-service's answers. */
export const aiServiceFaults: readonly Fault[] = [
  fault(
    'ai-service-drops',
    'the ai-service breaks off its answers',
    ({ drilled }) => {
      drilled.links.aiService.set({ mode: 'drop' });
      return () => drilled.links.aiService.restore();
    },
    { pauseMs: [1_000, 4_000], times: 2, expectedKinds: ['network', 'ai_service'] },
  ),
  fault(
    'ai-service-garbage',
    'the ai-service answers garbage',
    ({ drilled }) => {
      drilled.links.aiService.set({ mode: 'garbage' });
      return () => drilled.links.aiService.restore();
    },
    { pauseMs: [1_000, 4_000], times: 2, expectedKinds: ['ai_service'], quick: true },
  ),
  fault(
    'ai-service-slow',
    'the ai-service answers after the time limit',
    ({ drilled }) => {
      drilled.links.aiService.set({ mode: 'delay', delayMs: 6_000 });
      return () => drilled.links.aiService.restore();
    },
    { pauseMs: [4_000, 8_000], expectedKinds: ['timeout'], workerVariables: shortLimit },
  ),
];

function cutting(dependency: Dependency): Fault['inject'] {
  return spoiling({ mode: 'cut' }, [dependency]);
}

function spoiling(mode: LinkMode, dependencies: readonly Dependency[] = ['postgres', 'redis']): Fault['inject'] {
  return ({ drilled }) => {
    for (const link of dependencies.flatMap((dependency) => drilled.links.allTo(dependency))) link.set(mode);
    return () => drilled.links.restore();
  };
}

function cuttingOne(dependency: Dependency): Fault['inject'] {
  return ({ drilled, random }) => {
    drilled.links.link(dependency, drilled.worker(random.oneOf(drilled.workerNumbers)).name).set({ mode: 'cut' });
    return () => drilled.links.restore();
  };
}
