import { existsSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root } from './run.mjs';

/** Removes the reports of earlier runs, so that they are not counted again. */
export function removeReports(folder = root) {
  for (const path of reportPaths(folder)) rmSync(path, { force: true });
}

/** Numbers of passed and failed tests over the reports of all projects. */
export function countTests(folder = root) {
  const total = { passed: 0, failed: 0 };
  for (const path of reportPaths(folder)) {
    const report = JSON.parse(readFileSync(path, 'utf8'));
    total.passed += report.numPassedTests;
    total.failed += failures(report);
  }
  return total;
}

/** A file that could not be loaded counts as one failure, and so does a failed report without failed tests. */
function failures({ numFailedTests, testResults = [], success }) {
  const counted = numFailedTests + testResults.filter(isBrokenFile).length;
  return success ? counted : Math.max(counted, 1);
}

function isBrokenFile({ status, assertionResults }) {
  return status === 'failed' && !assertionResults.some((test) => test.status === 'failed');
}

/** Names of the failed tests over the reports of all projects, each with the first line of its error. */
export function failedTests(folder = root) {
  return reportPaths(folder).flatMap((path) => {
    const { testResults = [] } = JSON.parse(readFileSync(path, 'utf8'));
    return testResults.flatMap((file) => failuresIn(file, relative(folder, file.name)));
  });
}

function failuresIn(file, name) {
  if (isBrokenFile(file)) return [`${name}: ${firstLine(file.message)}`];
  return file.assertionResults
    .filter(({ status }) => status === 'failed')
    .map(({ fullName, failureMessages = [] }) => `${name} > ${fullName}: ${firstLine(failureMessages[0])}`);
}

const firstLine = (text = '') => text.split('\n', 1)[0];

function reportPaths(folder) {
  return ['apps', 'libs', 'tools'].flatMap((kind) =>
    readdirSync(join(folder, kind))
      .map((project) => join(folder, kind, project, 'test-report.json'))
      .filter((path) => existsSync(path)),
  );
}
