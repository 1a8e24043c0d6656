#!/usr/bin/env node
/** `npm test`: every check of the product, one after the other, and a total; goes on after a failure. */
import { requireNode } from './bootstrap/require-node.mjs';

requireNode();
const { installIfNeeded } = await import('./bootstrap/install.mjs');
const { countTests, removeReports } = await import('./bootstrap/reports.mjs');
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
  // Lint and the like have no tests to count, and a test run may break without a test failing: one each.
  const failed = status === 0 ? 0 : Math.max(counted ? after.failed - before.failed : 0, 1);
  const passed = counted ? after.passed - before.passed : 0;
  outcomes.push({ name, counted, ok: status === 0, passed, failed, seconds: (performance.now() - started) / 1000 });
}

console.log('\n── summary ──');
for (const { name, counted, ok, passed, failed, seconds } of outcomes) {
  const tests = counted ? `  ${passed} passed, ${failed} failed` : '';
  console.log(`${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s${tests}`);
}
const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
process.exitCode = outcomes.every(({ ok }) => ok) ? 0 : 1;
console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
