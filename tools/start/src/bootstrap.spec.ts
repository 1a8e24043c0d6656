import { ManagedProcess, temporaryFolder, waitFor } from '@vocalborn/system-harness';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

interface Count {
  readonly passed: number;
  readonly failed: number;
}
interface Stage {
  readonly name: string;
  readonly counted: boolean;
  readonly status: number;
  readonly before: Count;
  readonly after: Count;
  readonly seconds: number;
}
type Outcome = Count & { readonly ok: boolean };

const place = (name: string): string => fileURLToPath(new URL(`../bootstrap/${name}.mjs`, import.meta.url));
const bootstrap = async <Module>(name: string): Promise<Module> => (await import(place(name))) as Module;

const { countTests, failedTests, removeReports } = await bootstrap<{
  countTests: (folder: string) => Count;
  failedTests: (folder: string) => string[];
  removeReports: (folder: string) => void;
}>('reports');
const { outcomeOf, summaryOf } = await bootstrap<{
  outcomeOf: (stage: Stage) => Outcome;
  summaryOf: (outcomes: Outcome[], failedTests: string[]) => { lines: string[]; ok: boolean };
}>('summary');
const { isRecent } = await bootstrap<{ isRecent: (version: string) => boolean }>('require-node');
const { stages } = await bootstrap<{ stages: { name: string; counted?: boolean }[] }>('stages');

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => void (folder = temporaryFolder('vocalborn-bootstrap')));
afterEach(() => folder.remove());

describe('the version of Node.js', () => {
  it.each([
    ['20.19.0', true],
    ['20.19.1', true],
    ['20.20.0', true],
    ['22.0.0', true],
    ['20.18.9', false],
    ['18.99.0', false],
    ['9.0.0', false],
  ])('%s is recent enough: %s', (version, recent) => expect(isRecent(version)).toBe(recent));
});

describe('the reports of the tests', () => {
  const report = (project: string, content: object): void => {
    mkdirSync(join(folder.path, project), { recursive: true });
    writeFileSync(join(folder.path, project, 'test-report.json'), JSON.stringify(content));
  };
  beforeEach(() => {
    for (const kind of ['apps', 'libs', 'tools']) mkdirSync(join(folder.path, kind, 'empty'), { recursive: true });
  });

  it('are added up over all projects', () => {
    report('apps/a', { numPassedTests: 3, numFailedTests: 0, success: true });
    report('libs/b', { numPassedTests: 4, numFailedTests: 2, success: false });
    expect(countTests(folder.path)).toEqual({ passed: 7, failed: 2 });
  });

  it.each<[string, object, number]>([
    [
      'a file that could not be loaded',
      { numFailedTests: 0, success: false, testResults: [{ status: 'failed', assertionResults: [] }] },
      1,
    ],
    [
      'a file with a failed test only once',
      {
        numFailedTests: 1,
        success: false,
        testResults: [{ status: 'failed', assertionResults: [{ status: 'failed' }] }],
      },
      1,
    ],
    ['a failed run without failed tests', { numFailedTests: 0, success: false }, 1],
    ['nothing of a successful run', { numFailedTests: 0, success: true }, 0],
  ])('count %s', (_, content, failed) => {
    report('tools/c', { numPassedTests: 0, ...content });
    expect(countTests(folder.path)).toEqual({ passed: 0, failed });
  });

  it('name the failed tests with the first line of their errors', () => {
    const file = (rest: object): object => ({ name: join(folder.path, 'apps/a/src/a.spec.ts'), ...rest });
    report('apps/a', {
      ...{ numPassedTests: 1, numFailedTests: 1, success: false },
      testResults: [
        file({
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'subtracts' },
            { status: 'failed', fullName: 'adds', failureMessages: ['expected 1 to be 2\n    at a.spec.ts:3'] },
          ],
        }),
        file({ status: 'failed', message: 'SyntaxError: no\n    at line 1', assertionResults: [] }),
      ],
    });
    expect(failedTests(folder.path)).toEqual([
      'apps/a/src/a.spec.ts > adds: expected 1 to be 2',
      'apps/a/src/a.spec.ts: SyntaxError: no',
    ]);
  });

  it('of earlier runs are removed', () => {
    report('apps/a', { numPassedTests: 3, numFailedTests: 0, success: true });
    removeReports(folder.path);
    expect(countTests(folder.path)).toEqual({ passed: 0, failed: 0 });
  });
});

describe('a stage of npm test', () => {
  const stage = (rest: Partial<Stage>): Stage => ({
    ...{ name: 'test', counted: true, status: 0, before: { passed: 5, failed: 1 } },
    ...{ after: { passed: 9, failed: 3 }, seconds: 1.25, ...rest },
  });

  it.each<[string, Partial<Stage>, Outcome]>([
    ['that succeeds', {}, { ok: true, passed: 4, failed: 0 }],
    ['that fails', { status: 1 }, { ok: false, passed: 4, failed: 2 }],
    ['that breaks', { status: 1, after: { passed: 5, failed: 1 } }, { ok: false, passed: 0, failed: 1 }],
    ['without tests', { counted: false }, { ok: true, passed: 0, failed: 0 }],
    ['without tests that fails', { counted: false, status: 2 }, { ok: false, passed: 0, failed: 1 }],
  ])('%s', (_, rest, outcome) => expect(outcomeOf(stage(rest))).toMatchObject(outcome));

  it('is a line of the summary, which ends with the total', () => {
    const outcomes = [outcomeOf(stage({ name: 'lint', counted: false })), outcomeOf(stage({ status: 1 }))];
    expect(summaryOf(outcomes, ['a.spec.ts > adds: expected 1 to be 2'])).toEqual({
      ok: false,
      lines: [
        'ok     lint           1.3 s',
        'FAILED test           1.3 s  4 passed, 2 failed',
        'FAILED a.spec.ts > adds: expected 1 to be 2',
        '4 passed, 2 failed',
      ],
    });
    expect(summaryOf([outcomeOf(stage({}))], []).ok).toBe(true);
  });

  it('runs in the documented order, the end-to-end tests last', () => {
    expect(stages.map(({ name }) => name)).toEqual(['format', 'lint', 'typecheck', 'build', 'test', 'e2e']);
    expect(stages.filter(({ counted }) => counted).map(({ name }) => name)).toEqual(['test', 'e2e']);
  });
});

describe('the lock of a clone', () => {
  const script = `
    const { claimClone } = await import(${JSON.stringify(place('lock'))});
    claimClone(process.env.FOLDER);
    console.log('claimed');
    if (process.env.STAY) setInterval(() => {}, 1000);
  `;
  const started: ManagedProcess[] = [];
  const claim = (env: Record<string, string> = {}): ManagedProcess => {
    const args = ['--input-type=module', '-e', script];
    const given = { PATH: process.env['PATH'], FOLDER: folder.path, ...env };
    const process_ = new ManagedProcess({ command: process.execPath, args, env: given });
    started.push(process_);
    return process_;
  };
  afterEach(() => Promise.all(started.splice(0).map((each) => each.kill())));
  const holder = async (): Promise<ManagedProcess> => {
    const first = claim({ STAY: 'yes' });
    await waitFor(() => first.output().includes('claimed'), { what: 'the lock' });
    return first;
  };

  it('is released at the end of its process', async () => {
    const first = claim();
    expect((await first.exited).code).toBe(0);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('refuses a second process and names the first', async () => {
    const first = await holder();
    const second = claim();
    expect((await second.exited).code).toBe(1);
    expect(second.output()).toContain(`already running in this clone (process ${first.pid})`);
    expect(second.output()).toContain('not ready yet');
    expect(existsSync(join(folder.path, 'start.lock'))).toBe(true);
  });

  it('shows the addresses of the first when it is ready', async () => {
    await holder();
    writeFileSync(join(folder.path, 'endpoints.json'), '{"gateway":"http://g","monitor":"http://m"}');
    const second = claim();
    await second.exited;
    expect(second.output()).toContain('gateway  http://g/docs\n  monitor  http://m');
  });

  it('is taken over from a killed process', async () => {
    await (await holder()).kill();
    expect(existsSync(join(folder.path, 'start.lock'))).toBe(true);
    expect((await claim().exited).code).toBe(0);
  });

  it.each([
    ['a program that has the process number now', JSON.stringify({ pid: process.pid, started: '1' })],
    ['a broken file', '{"pid":'],
    ['an empty file', ''],
  ])('is taken over from %s', async (_, text) => {
    writeFileSync(join(folder.path, 'start.lock'), text);
    expect((await claim().exited).code).toBe(0);
    expect(readdirSync(folder.path)).toEqual([]);
  });

  it('is held by one of several processes that claim it together', async () => {
    writeFileSync(join(folder.path, 'start.lock'), JSON.stringify({ pid: 4194304, started: '1' }));
    const claims = Array.from({ length: 4 }, () => claim({ STAY: 'yes' }));
    await waitFor(() => claims.filter((each) => !each.running).length === 3, { what: 'three refusals' });
    const [winner] = claims.filter((each) => each.running);
    await waitFor(() => winner!.output().includes('claimed'), { what: 'the lock' });
    const lock = JSON.parse(readFileSync(join(folder.path, 'start.lock'), 'utf8')) as { pid: number };
    expect(lock.pid).toBe(winner!.pid);
  });
});
