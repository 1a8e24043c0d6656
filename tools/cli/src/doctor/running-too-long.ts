import { holds, limitOf, reachesAiService } from '@vocalborn/monitoring-rules';
import type { ErrorKind, StepName } from '@vocalborn/task';
import type { FailedAttempts, RunningTask } from '@vocalborn/task-ledger';
import type { Cause } from './causes.js';
import type { LedgerFindings, Observations } from './observations.js';

/** Steps during which the ai-service works. */
const aiSteps: ReadonlySet<StepName> = new Set(['calling_ai_service', 'decoding', 'measuring', 'comparing', 'scoring']);

/** A step takes long when it takes this many times what a whole task usually does, and at least so many seconds. */
const slowFactor = 3;
const leastSlowSeconds = 15;

/** The part of the size limit, and the seconds of sound, from which a recording itself explains a long run. */
const largePart = 0.5;
const longAudioSeconds = 300;

/** Why tasks take long: the ai-service, the recording, or the network. */
export function runningTooLong(seen: Observations): Cause[] {
  const ledger = seen.ledger.reached ? seen.ledger.found : null;
  const held = heldTasks(seen);
  const isHeld = ({ taskId }: RunningTask): boolean => held?.has(taskId) ?? true;
  const stuck = ledger
    ? ledger.running.filter((task) => task.silentSeconds >= slowSeconds(ledger) && isHeld(task))
    : [];
  const isLarge = (task: RunningTask): boolean =>
    (task.audioBytes ?? 0) >= seen.maxAudioBytes * largePart || (task.audioSeconds ?? 0) >= longAudioSeconds;
  const found = [...oversized(ledger, stuck.filter(isLarge), seen.maxAudioBytes)];
  const down = aiServiceDown(seen, ledger);
  if (down) return [down, ...found];
  const slow = aiServiceSlow(
    seen,
    ledger,
    stuck.filter((task) => !isLarge(task)),
  );
  if (slow) found.push(slow);
  return [...found, ...network(ledger, stuck)];
}

/**
 * Tasks that a worker says it runs; null where that is not known. The task of a worker that was lost is quiet too, until
 * another takes it over: nothing is slow then.
 */
function heldTasks({ cache }: Observations): ReadonlySet<string> | null {
  if (!cache.reached) return null;
  const online = cache.found.workers.filter((worker) => worker.online);
  return new Set(online.flatMap((worker) => worker.activeTaskIds));
}

function slowSeconds({ usualSeconds }: LedgerFindings): number {
  return usualSeconds === null
    ? limitOf('doctor', 'processingSlow')
    : Math.max(leastSlowSeconds, slowFactor * usualSeconds);
}

function aiServiceDown(seen: Observations, ledger: LedgerFindings | null): Cause | null {
  const { aiService } = seen;
  const failures = unresolved(ledger, 'network', 'ai_service').map(failureText);
  if (!aiService.reached) {
    // A name that only the workers can resolve, while they succeed, is the doctor's trouble and not theirs.
    const onlyHere = /ENOTFOUND|EAI_AGAIN/.test(aiService.reason) && (ledger?.recentSuccesses ?? 0) > 0;
    return onlyHere && failures.length === 0
      ? null
      : { cause: 'ai-service-down', evidence: [aiService.reason, ...failures] };
  }
  const { status } = aiService.found;
  if (status >= 400) return { cause: 'ai-service-down', evidence: [`GET /health answers ${status}`, ...failures] };
  const evidence = [...cutOffWorkers(seen), ...failingCalls(ledger)];
  return evidence.length > 0 ? { cause: 'ai-service-down', evidence } : null;
}

/** It may answer the doctor and not the workers, who have another address or key for it, or take it by another way. */
function cutOffWorkers({ cache }: Observations): string[] {
  const online = cache.reached ? cache.found.workers.filter((worker) => worker.online) : [];
  return online.flatMap(({ name, aiServiceUp, circuit }) => {
    if (reachesAiService({ circuit, up: aiServiceUp }) !== false) return [];
    return aiServiceUp === false
      ? [`${name}: it does not answer this worker's question about its health`]
      : [`${name}: its circuit to the ai-service is ${circuit}`];
  });
}

/** Analyses that fail while its health is good. */
function failingCalls(ledger: LedgerFindings | null): string[] {
  const failures = unresolved(ledger, 'ai_service');
  const attempts = failures.reduce((sum, failure) => sum + failure.attempts, 0);
  return holds('doctor', 'nothingSucceeds', attempts) ? failures.map(failureText) : [];
}

function aiServiceSlow(seen: Observations, ledger: LedgerFindings | null, stuck: readonly RunningTask[]): Cause | null {
  const evidence = stuck.filter((task) => aiSteps.has(task.step)).map(stuckText);
  if (seen.aiService.reached) {
    const { answerMs, waiting } = seen.aiService.found;
    if (holds('doctor', 'aiServiceHealthSlow', answerMs / 1000))
      evidence.push(`GET /health takes ${(answerMs / 1000).toFixed(1)} s`);
    if (waiting) evidence.push(`${waiting} analyses wait for a thread of it`);
  }
  const { recentSeconds = null, usualSeconds = null } = ledger ?? {};
  if (recentSeconds !== null && usualSeconds !== null && recentSeconds > Math.max(leastSlowSeconds, 2 * usualSeconds)) {
    evidence.push(`tasks took ${recentSeconds.toFixed(1)} s of late, ${usualSeconds.toFixed(1)} s in the week`);
  }
  evidence.push(...unresolved(ledger, 'timeout').map(failureText));
  return evidence.length > 0 ? { cause: 'ai-service-slow', evidence } : null;
}

function oversized(ledger: LedgerFindings | null, large: readonly RunningTask[], maxBytes: number): Cause[] {
  const refused = (ledger?.failed ?? []).filter(
    ({ kind, message, largestBytes }) =>
      kind === 'file' && (/too (large|long)/i.test(message) || (largestBytes ?? 0) > maxBytes),
  );
  const evidence = [...refused.map(failureText), ...large.map((task) => `${stuckText(task)}; ${sizeText(task)}`)];
  return evidence.length > 0 ? [{ cause: 'oversized-file', evidence }] : [];
}

function network(ledger: LedgerFindings | null, stuck: readonly RunningTask[]): Cause[] {
  const failures = unresolved(ledger, 'network');
  const evidence = stuck.filter((task) => task.step === 'downloading_audio').map(stuckText);
  const attempts = failures.reduce((sum, failure) => sum + failure.attempts, 0);
  if (holds('doctor', 'networkFails', attempts)) evidence.push(...failures.map(failureText));
  return evidence.length > 0 ? [{ cause: 'network', evidence }] : [];
}

/** Failures after which no task has succeeded: what came right again since is no fault of now. */
const unresolved = (ledger: LedgerFindings | null, ...kinds: readonly ErrorKind[]): FailedAttempts[] =>
  (ledger?.failed ?? []).filter(({ kind, unresolvedSeconds }) => kinds.includes(kind) && unresolvedSeconds !== null);

const stuckText = (task: RunningTask): string =>
  `task ${task.taskId} has been at "${task.step}" for ${Math.round(task.silentSeconds)} s on ${task.workerName}`;

const sizeText = ({ audioBytes, audioSeconds }: RunningTask): string =>
  `its recording has ${((audioBytes ?? 0) / 1024 ** 2).toFixed(1)} MB${audioSeconds === null ? '' : ` and lasts ${Math.round(audioSeconds)} s`}`;

const failureText = (failure: FailedAttempts): string =>
  `${failure.attempts} ${failure.attempts === 1 ? 'attempt' : 'attempts'} failed within the hour (${failure.kind}): ${failure.message} Latest: ${failure.latestTaskId}`;
