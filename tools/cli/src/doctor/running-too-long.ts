import { holds, limitOf, reachesAiService } from '@vocalborn/monitoring-rules';
import type { ErrorKind, StepName } from '@vocalborn/task';
import type { FailedAttempts, RunningTask } from '@vocalborn/task-ledger';
import type { Cause } from './causes.js';
import type { LedgerFindings, Observations } from './observations.js';

/** Steps that the ai-service performs. */
const aiSteps: ReadonlySet<StepName> = new Set(['calling_ai_service', 'decoding', 'measuring', 'comparing', 'scoring']);

/** A step is slow when it takes this multiple of the usual time of a whole task, and at least this many seconds. */
const slowFactor = 3;
const leastSlowSeconds = 15;

/** Share of the size limit, and duration, from which the recording itself explains a slow task. */
const largePart = 0.5;
const longAudioSeconds = 300;

/** Finds why tasks are slow: the ai-service, the recording, or the network. */
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
 * Tasks that an online worker reports as running; null when unknown. The task of a lost worker makes no progress either
 * until another worker takes it over, and does not count as slow.
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
    // When the workers succeed, a name that cannot be resolved here is no fault of the ai-service.
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

/** Workers that cannot reach the ai-service, although the doctor can: their address, key or network may differ. */
function cutOffWorkers({ cache }: Observations): string[] {
  const online = cache.reached ? cache.found.workers.filter((worker) => worker.online) : [];
  return online.flatMap(({ name, aiServiceUp, circuit }) => {
    if (reachesAiService({ circuit, up: aiServiceUp }) !== false) return [];
    return aiServiceUp === false
      ? [`${name}: GET /health fails from this worker`]
      : [`${name}: its circuit to the ai-service is ${circuit}`];
  });
}

/** Analyses that fail while GET /health succeeds. */
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
    if (waiting) evidence.push(`${waiting} analyses wait for a thread`);
  }
  const { recentSeconds = null, usualSeconds = null } = ledger ?? {};
  if (recentSeconds !== null && usualSeconds !== null && recentSeconds > Math.max(leastSlowSeconds, 2 * usualSeconds)) {
    evidence.push(
      `mean processing time ${recentSeconds.toFixed(1)} s in the last 15 min, ${usualSeconds.toFixed(1)} s in the week`,
    );
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

/** Failures without a later success; others are resolved. */
const unresolved = (ledger: LedgerFindings | null, ...kinds: readonly ErrorKind[]): FailedAttempts[] =>
  (ledger?.failed ?? []).filter(({ kind, unresolvedSeconds }) => kinds.includes(kind) && unresolvedSeconds !== null);

const stuckText = (task: RunningTask): string =>
  `task ${task.taskId} has been at "${task.step}" for ${Math.round(task.silentSeconds)} s on ${task.workerName}`;

const sizeText = ({ audioBytes, audioSeconds }: RunningTask): string =>
  `its recording has ${((audioBytes ?? 0) / 1024 ** 2).toFixed(1)} MB${audioSeconds === null ? '' : ` and lasts ${Math.round(audioSeconds)} s`}`;

const failureText = (failure: FailedAttempts): string =>
  `${failure.attempts} ${failure.attempts === 1 ? 'attempt' : 'attempts'} failed within the hour (${failure.kind}): ${failure.message} Latest: ${failure.latestTaskId}`;
