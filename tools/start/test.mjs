#!/usr/bin/env node
/** `npm test`: runs every stage, also after a failure, and prints the total. */
import { requireNode } from './bootstrap/require-node.mjs';

requireNode();
const { installIfNeeded } = await import('./bootstrap/install.mjs');
const { countTests, failedTests, removeReports } = await import('./bootstrap/reports.mjs');
const { outcomeOf, summaryOf } = await import('./bootstrap/summary.mjs');
const { stages } = await import('./bootstrap/stages.mjs');
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130));
await installIfNeeded();
removeReports();

const outcomes = [];
for (const { name, counted = false, work } of stages) {
  console.log(`\n── ${name} ${'─'.repeat(60 - name.length)}`);
  const started = performance.now();
  const before = countTests();
  const { status } = await work();
  const after = countTests();
  const seconds = (performance.now() - started) / 1000;
  outcomes.push(outcomeOf({ name, counted, status, before, after, seconds }));
}

const { lines, ok } = summaryOf(outcomes, failedTests());
console.log(`\n── summary ──\n${lines.join('\n')}`);
process.exitCode = ok ? 0 : 1;
