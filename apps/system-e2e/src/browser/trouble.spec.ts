import { SlowAiService, System, waitFor } from '@vocalborn/system-harness';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient, samplePath } from '../http-client.js';
import { openViewer, sizes, startChromium, type Viewer } from './chromium.js';
import { gravelyWrong, takeScreenshots } from './page-examination.js';

const operator = 'operator:correct horse';

let system: System;
let ai: SlowAiService;
let browser: Browser;
let patient: GatewayClient;
let viewer: Viewer;

beforeAll(async () => {
  ai = await SlowAiService.start();
  const env = {
    'analysis-worker': { AI_SERVICE_URL: ai.url, RETRY_DELAY_SCALE: '0.05' },
    monitor: { MONITOR_BASIC_AUTH: operator },
  };
  [system, browser] = await Promise.all([System.start({ topology: 'single', env }), startChromium()]);
  patient = GatewayClient.patientOf(system);
  viewer = await openViewer(browser, { url: system.app('monitor').url, credentials: operator, locale: 'en-US' });
}, 420_000);
afterAll(async () => {
  await browser.close();
  await system.stop();
  ai.stop();
});

const clip = samplePath('audio/zh-patient-short.wav');
const submit = (): Promise<string> => patient.analyzeSample();

/** Begins an analysis that lasts until `ai.finishAll`. */
async function submitLasting(): Promise<string> {
  ai.takesMs = Infinity;
  const taskId = await submit();
  await waitFor(() => ai.open.size > 0, { what: 'the analysis to be under way' });
  ai.takesMs = 0;
  return taskId;
}

const wider = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);

describe('a page', { timeout: 420_000 }, () => {
  it('words the step of a task that it found running in the language of who looks', async () => {
    await submitLasting();
    const { page } = viewer;
    await page.goto('/active');
    await page.locator('[data-part="running"] [data-task]').waitFor();
    expect(await page.locator('main').innerText()).not.toMatch(/\p{Script=Han}/u);
    ai.finishAll();
  });

  it('acts on those of the chosen tasks whose state allows it, and says so', async () => {
    const ended = await submit();
    await patient.until(ended, 'success');
    const running = await submitLasting();
    const { page } = viewer;
    await page.goto('/tasks');
    await page.locator(`[data-task="${running}"] [data-state="PROCESSING"]`).waitFor();
    for (const id of [ended, running]) await page.locator(`[data-task="${id}"]`).getByRole('checkbox').check();
    expect(await page.getByRole('button', { name: 'Rerun (0)' }).isDisabled()).toBe(true);
    await page.getByRole('button', { name: 'Cancel (1)' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByText('Cancel this task?').waitFor();
    await dialog.getByText('1 of the 2 selected tasks is not in a suitable state').waitFor();
    // It ends while the operator thinks.
    ai.finishAll();
    await patient.until(running, 'success');
    await dialog.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByText('Partly done').waitFor();
    await page.getByText('1 had already ended.').waitFor();
    expect(await gravelyWrong(page)).toEqual([]);
    await takeScreenshots(page, 'tasks-not-all-cancelled');
  });

  it('shows no tasks for a filter that it does not understand, and says which', async () => {
    const { page } = viewer;
    await page.goto('/tasks?user_id=abc&state=NOPE');
    await page.getByText('No tasks are shown').waitFor();
    expect(await page.getByRole('alert').innerText()).toMatch(/State: .*NOPE[^]*User id: .*abc/);
    expect(await page.locator('[data-task]').count()).toBe(0);
    expect(await gravelyWrong(page)).toEqual([]);
    await page.getByRole('button', { name: 'Reset filters' }).click();
    await page.locator('[data-task]').first().waitFor();
  });

  it('shows a value that has no neighbours in time', async () => {
    const { page } = viewer;
    await system.query(
      `insert into task_minutes (minute, accepted, started, succeeded, failed, retried, revoked, waits, wait_seconds,
         longest_wait_seconds, processing_seconds, processing_buckets)
       select date_trunc('minute', now()) - n * interval '1 minute', 1, 1, 1, 0, 0, 0, 1, 2, 2, 30,
         array_fill(0, array[8]) || 1 || array_fill(0, array[9])
       from unnest(array[14, 30, 59]) n on conflict do nothing`,
    );
    await page.goto('/');
    await page.locator('[data-lone="avg_processing_time"]').nth(2).waitFor();
    await takeScreenshots(page, 'overview-sparse');
  });

  it('tells within seconds that the ai-service fails, and when it is well again', async () => {
    const { page } = viewer;
    await page.goto('/');
    const banner = page.locator('[role="status"][data-level]');
    await page.locator('[role="status"][data-level="good"]').waitFor();
    const records = await Promise.all(Array.from({ length: 30 }, () => patient.record(clip)));
    ai.failWith = 500;
    const tasks = await Promise.all(records.map((record) => patient.analyze(record)));
    await page.locator('[role="status"][data-level="critical"]').waitFor({ timeout: 180_000 });
    await banner.getByText('The ai-service cannot be reached or fails').waitFor();
    expect(await gravelyWrong(page)).toEqual([]);
    await takeScreenshots(page, 'overview-ai-service-away');
    ai.failWith = null;
    await Promise.all(tasks.map((task) => patient.until(task, 'success')));
    await banner.getByText('The ai-service cannot be reached or fails').waitFor({ state: 'detached' });
    // Of the latest tries, more than half are to succeed.
    for (let count = 0; count < 50; count += 1) await patient.until(await submit(), 'success');
    await page.locator('[role="status"][data-level="good"]').waitFor({ timeout: 180_000 });
  });

  it('tells that the ai-service is away also while there is nothing to analyse', async () => {
    const { page } = viewer;
    await page.goto('/');
    await page.locator('[role="status"][data-level="good"]').waitFor();
    ai.isWell = false;
    await page.locator('[role="status"][data-level="critical"]').waitFor({ timeout: 180_000 });
    await page.getByText('The ai-service cannot be reached or fails').waitFor();
    await page.goto('/workers');
    await page.locator('[data-worker]').getByText('Cannot be reached or fails').waitFor();
    ai.isWell = true;
    await page.locator('[data-worker]').getByText('Answers').waitFor({ timeout: 180_000 });
    await page.goto('/');
    await page.locator('[role="status"][data-level="good"]').waitFor({ timeout: 180_000 });
  });

  it('keeps within the screen whatever people write', async () => {
    const { page } = viewer;
    await page.goto('/alerts');
    await page.locator('[data-alert]').first().getByRole('button').click();
    const reason = `${'x'.repeat(300)}\u202Eabc`;
    await page.getByRole('dialog').getByLabel('Reason').fill(reason);
    await page.getByRole('dialog').getByRole('button').last().click();
    await page.getByText(reason).waitFor();
    await takeScreenshots(page, 'alerts-long-reason');
    await page.goto('/audit');
    await page.locator('tbody tr').first().waitFor();
    await takeScreenshots(page, 'audit-filled');
    for (const path of ['/alerts', '/audit', '/retry-policy']) {
      await page.goto(path);
      await page.locator('[data-alert], tbody tr').first().waitFor();
      await page.setViewportSize(sizes.phone);
      // The page lays itself out anew when it hears of its new width.
      await waitFor(async () => (await wider(page)) === 0, { what: `${path} to fit a phone` });
      expect(await gravelyWrong(page)).toEqual([]);
      await page.setViewportSize(sizes.desktop);
    }
  });

  it('needs no scrolling sideways on the narrowest screens, whatever state its tasks are in', async () => {
    const { page } = viewer;
    await system.query(
      `with task as (
         insert into ai_analysis_tasks (task_id, user_id, requested_by, practice_record_id, status, attempt, current_step,
           next_retry_at, error_kind, error_message, max_retries)
         select gen_random_uuid(), user_id, user_id, practice_record_id, 'RETRY', 1, 'waiting_for_retry',
           now() + interval '1 hour', 'ai_service', 'away', 5 from practice_records order by practice_record_id limit 2
         returning practice_record_id, task_id, next_retry_at
       ), noted as (
         insert into ai_analysis_task_events (task_id, attempt, status, progress, current_step)
         select task_id, 1, 'RETRY', 0, 'waiting_for_retry' from task
       ) insert into open_tasks (practice_record_id, task_id, due_at) select * from task`,
    );
    await page.setViewportSize({ width: 320, height: 640 });
    const [task = ''] = await page.request
      .get('/api/tasks/page?limit=1')
      .then((answer) => answer.json())
      .then(({ tasks }: { tasks: { task_id: string }[] }) => tasks.map(({ task_id }) => task_id));
    const seen = {
      '/': '[data-level]',
      '/tasks?state=RETRY': '[data-task]',
      '/tasks': '[data-task]',
      [`/tasks/${task}`]: 'h1',
      '/workers': '[data-worker]',
      '/queues': 'h1',
      '/active': 'h1',
    };
    for (const [path, content] of Object.entries(seen)) {
      await page.goto(path);
      await page.locator(content).first().waitFor();
      await waitFor(async () => (await wider(page)) === 0, { what: `${path} to fit 320 px` });
    }
    await page.setViewportSize(sizes.desktop);
  });

  it('does not call a worker online that it cannot see, until it can again', async () => {
    const { page } = viewer;
    await page.goto('/workers');
    await page.locator('[data-worker][data-status="online"]').waitFor();
    await system.redis.stop();
    await page.locator('[data-worker][data-status="unknown"]').waitFor({ timeout: 180_000 });
    await page.getByText('The data below is from').waitFor();
    expect(await gravelyWrong(page)).toEqual([]);
    await takeScreenshots(page, 'workers-redis-away');
    await system.redis.restart();
    await page.locator('[data-worker][data-status="online"]').waitFor({ timeout: 180_000 });
    await page.getByText('The data below is from').waitFor({ state: 'detached' });
  });

  it('tells that a worker stops while it finishes what it runs', async () => {
    const { page } = viewer;
    await submitLasting();
    await page.locator('[data-worker]').getByRole('button', { name: 'Actions on' }).click();
    await page.getByRole('menuitem', { name: 'Restart (replace its processes)' }).waitFor();
    await page.getByRole('menuitem', { name: 'Shut down' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Shut down' }).click();
    await page.locator('[data-worker][data-status="stopping"]').waitFor({ timeout: 180_000 });
    await takeScreenshots(page, 'workers-stopping');
    ai.finishAll();
    await page.locator('[data-worker][data-status="offline"]').waitFor({ timeout: 180_000 });
  });

  it('complained of nothing in all this time', () => {
    expect(viewer.complaints).toEqual([]);
  });
});
