import { mountSmallFolder, temporaryFolder } from '@vocalborn/system-harness';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { drillSentence } from '../drilled-system.js';
import { fault, type Fault, type FaultContext, type Repair } from '../fault.js';

const storeMegabytes = 32;
const hourMs = 3_600_000;

/** Faults of the machine: full disk, wrong clock. */
export const surroundingFaults: readonly Fault[] = [
  fault('audio-store-full', 'the audio store is full', fillStore, {
    pauseMs: [1_000, 3_000],
    prepare: async ({ system }) => {
      const small = await mountSmallFolder(system.wiring.audioFolder, storeMegabytes);
      return () => small.release();
    },
    unavailable: whyNoSmallFolder,
  }),
  fault('clock-ahead', "one worker's clock is an hour ahead, while tasks are retried", breakAiService, {
    pauseMs: [500, 1_500],
    workerVariables: (number) => (number === 2 ? shiftedClock(hourMs) : {}),
  }),
  fault('clock-behind', "one worker's clock is an hour behind, while tasks are retried", breakAiService, {
    pauseMs: [500, 1_500],
    workerVariables: (number) => (number === 2 ? shiftedClock(-hourMs) : {}),
  }),
];

/** Mounting needs root, and some containers refuse it also to root. */
async function whyNoSmallFolder(): Promise<string | null> {
  const folder = temporaryFolder('vocalborn-trial');
  try {
    const small = await mountSmallFolder(join(folder.path, 'trial'), 1);
    await small.release();
    return null;
  } catch (error) {
    return `a small file system cannot be mounted here: ${String(error).split('\n')[0] ?? ''}`;
  } finally {
    folder.remove();
  }
}

function breakAiService({ drilled }: FaultContext): Repair {
  drilled.links.aiService.set({ mode: 'drop' });
  return () => drilled.links.aiService.restore();
}

/** Variables that shift the clock of a Node process and of its children. */
function shiftedClock(byMs: number): Record<string, string> {
  const hook = `
    const Real = Date;
    const now = () => Real.now() + ${byMs};
    globalThis.Date = new Proxy(Real, {
      construct: (target, given, made) => Reflect.construct(target, given.length ? given : [now()], made),
      apply: () => new Real(now()).toString(),
      get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
    });`;
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(hook)}` };
}

async function fillStore({ drilled, remarks }: FaultContext): Promise<Repair> {
  const { audioFolder } = drilled.system.wiring;
  const filler = join(audioFolder, 'filler');
  // Fails with ENOSPC by design, when every byte is used.
  await writeFile(filler, Buffer.alloc(storeMegabytes * 1024 ** 2)).catch(() => undefined);
  const client = drilled.patient;
  const source = drilled.sourceRecording;
  const refused = await client.upload(source, drillSentence);
  const isProblem = refused.contentType.startsWith('application/problem+json');
  if (refused.status !== 503 || !isProblem) {
    remarks.add(`an upload to the full store answered ${refused.status} ${refused.contentType}`);
  }
  return async () => {
    await rm(filler, { force: true });
    const stored = await client.upload(source, drillSentence);
    if (stored.status !== 201) remarks.add(`an upload to the freed store answered ${stored.status}`);
  };
}
