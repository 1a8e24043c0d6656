import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.mjs';

/** Forgets the reports of earlier runs, which must not be counted again. */
export function removeReports() {
  for (const path of reportPaths()) rmSync(path, { force: true });
}

/** How many tests passed and failed, over every project that has left a report. */
export function countTests() {
  const total = { passed: 0, failed: 0 };
  for (const path of reportPaths()) {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    total.passed += report.numPassedTests;
    // A file that could not even be loaded has no tests to count, yet has failed.
    total.failed += report.numFailedTests + (report.testResults ?? []).filter(isBrokenFile).length;
  }
  return total;
}

function isBrokenFile({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

function reportPaths() {
  return ['apps', 'libs', 'tools'].flatMap((kind) =>
    readdirSync(join(root, kind))
      .map((project) => join(root, kind, project, 'test-report.json'))
      .filter((path) => existsSync(path)),
  );
}
