import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './run.mjs';

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
    total.failed += failures(report);
  }
  return total;
}

/** A file that could not even be loaded, and a project without any test, have nothing to count, yet have failed. */
function failures({ numFailedTests, testResults = [], success }) {
  const counted = numFailedTests + testResults.filter(isBrokenFile).length;
  return success ? counted : Math.max(counted, 1);
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
