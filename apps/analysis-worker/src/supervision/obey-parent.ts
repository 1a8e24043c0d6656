import type { INestApplicationContext } from '@nestjs/common';
import { connectionCounts, DataSource, pingDatabase } from '@vocalborn/database';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { AiServiceCircuit } from '../ai-service-client/ai-service-circuit.js';
import { AiServiceProbe } from '../ai-service-client/ai-service-probe.js';
import { Admission } from '../analyze-audio/admission.js';
import { AnalyzeAudioConsumer } from '../analyze-audio/analyze-audio.consumer.js';
import { CpuClock } from '../lifecycle/cpu-clock.js';
import { RunningAttempts } from '../lifecycle/running-tries.js';
import { StarvationWatch } from '../lifecycle/starvation-watch.js';
import { SoftLimit } from '../lifecycle/soft-limit.js';
import { isParentMessage, type ChildMessage } from './messages.js';

const beatMs = 1_000;
const eventLoopStepMs = 10;
const cpu = new CpuClock();
const eventLoop = monitorEventLoopDelay({ resolution: eventLoopStepMs });
eventLoop.enable();

/** How long the tasks of a parent that vanished may take to go back to the queue. */
const orphanMs = 3_000;

/** Signals from the terminal reach the whole process group; only the parent acts on them, and tells the child. */
export function ignoreTerminalSignals(): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

/**
 * Ties the child to its parent: it reports every second and with every change, begins, stops and breaks off when told,
 * and gives its tasks back and ends when the parent is gone.
 */
export function obeyParent(app: INestApplicationContext): void {
  const tries = app.get(RunningAttempts);
  const consumer = app.get(AnalyzeAudioConsumer);
  const queueToken = app.get(AnalysisQueue).token;
  tries.watch(() => tell({ type: 'tries', queueToken, ...tries.report() }));
  setInterval(() => void beat(app), beatMs);
  void beat(app);
  process.on('message', (message) => {
    if (!isParentMessage(message)) return;
    if (message.type === 'slots') {
      app.get(SoftLimit).ms = message.softLimitMs;
      app.get(Admission).setSlots(message.slots);
      consumer.take(message.concurrency);
    } else {
      if (message.type === 'stop-now') consumer.stopNow();
      void end(app, 0);
    }
  });
  process.on('disconnect', () => {
    setTimeout(() => process.exit(1), orphanMs);
    consumer.stopNow();
    void end(app, 1);
  });
}

let ending: Promise<void> | undefined;

function end(app: INestApplicationContext, status: number): Promise<void> {
  ending ??= app.close().finally(() => process.exit(status));
  return ending;
}

async function beat(app: INestApplicationContext): Promise<void> {
  const [databaseUp, queueUp] = await Promise.all([
    succeeds(() => pingDatabase(app.get(DataSource))),
    succeeds(() => app.get(AnalysisQueue).ping()),
  ]);
  tell({
    type: 'beat',
    databaseUp,
    queueUp,
    memoryBytes: process.memoryUsage.rss(),
    cpuCores: cpu.coresUsed(),
    eventLoopLagSeconds: longestLag(),
    databaseConnections: connectionCounts(app.get(DataSource)),
    reserved: app.get(Admission).report().reserved,
    circuit: app.get(AiServiceCircuit).state,
    aiServiceUp: app.get(AiServiceProbe).up,
    starved: app.get(StarvationWatch).starved,
  });
}

function longestLag(): number {
  const seconds = Math.max(0, eventLoop.max / 1e9 - eventLoopStepMs / 1e3);
  eventLoop.reset();
  return seconds;
}

function tell(message: ChildMessage): void {
  if (process.connected) process.send?.(message);
}

async function succeeds(check: () => Promise<unknown>): Promise<boolean> {
  try {
    await check();
    return true;
  } catch {
    return false;
  }
}
