import type { INestApplicationContext } from '@nestjs/common';
import { DataSource } from '@vocalborn/database';
import { AnalysisQueue } from '@vocalborn/task-queue';
import { Tally } from '../lifecycle/tally.js';
import { isStop, type ChildBeat } from './messages.js';

const beatMs = 1_000;

/** Signals from the terminal reach the whole process group; only the parent acts on them, and tells the child. */
export function ignoreTerminalSignals(): void {
  process.on('SIGINT', () => undefined);
  process.on('SIGTERM', () => undefined);
}

/**
 * Ties the child to its parent: beats every second, a warm stop when asked, and an immediate end when the parent is
 * gone (its tasks are delivered again when their locks run out).
 */
export function obeyParent(app: INestApplicationContext): void {
  const beats = setInterval(() => void beat(app), beatMs);
  void beat(app);
  process.on('message', (message) => {
    if (isStop(message)) void app.close().then(() => endChild(beats));
  });
  process.on('disconnect', () => process.exit(1));
}

function endChild(beats: NodeJS.Timeout): void {
  clearInterval(beats);
  process.exit(0);
}

async function beat(app: INestApplicationContext): Promise<void> {
  const [databaseUp, queueUp] = await Promise.all([
    succeeds(() => app.get(DataSource).query('select 1')),
    succeeds(() => app.get(AnalysisQueue).ping()),
  ]);
  const memoryBytes = process.memoryUsage.rss();
  const message: ChildBeat = { type: 'beat', databaseUp, queueUp, memoryBytes, ...app.get(Tally).report() };
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
