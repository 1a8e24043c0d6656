/**
 * The outcome of a stage, from the test counts before and after it. A failed stage counts at least one failure, because
 * stages such as lint have no tests, and a test run can break without a failed test.
 */
export function outcomeOf({ name, counted, status, before, after, seconds }) {
  const ok = status === 0;
  const passed = counted ? after.passed - before.passed : 0;
  const failed = ok ? 0 : Math.max(counted ? after.failed - before.failed : 0, 1);
  return { name, counted, ok, passed, failed, seconds };
}

/** The lines of the summary: the stages, the failed tests, the total last. Also tells whether every stage succeeded. */
export function summaryOf(outcomes, failedTests) {
  const lines = outcomes.map(({ name, counted, ok, passed, failed, seconds }) => {
    const tests = counted ? `  ${passed} passed, ${failed} failed` : '';
    return `${ok ? 'ok    ' : 'FAILED'} ${name.padEnd(10)} ${seconds.toFixed(1).padStart(7)} s${tests}`;
  });
  const sum = (key) => outcomes.reduce((total, outcome) => total + outcome[key], 0);
  const total = `${sum('passed')} passed, ${sum('failed')} failed`;
  return {
    lines: [...lines, ...failedTests.map((test) => `FAILED ${test}`), total],
    ok: outcomes.every(({ ok }) => ok),
  };
}
