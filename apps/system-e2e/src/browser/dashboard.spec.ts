import { SlowAiService, System, waitFor, type RunningApp } from '@vocalborn/system-harness';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { GatewayClient } from '../http-client.js';
import { openViewer, startChromium, type Viewer } from './chromium.js';
import { examine, gravelyWrong, takeScreenshots } from './page-examination.js';
import { fillPastHour } from './past-hour.js';

const operator = 'operator:correct horse';
const onlooker = 'onlooker:battery staple';

let system: System;
let ai: SlowAiService;
let browser: Browser;
/** Of the two monitors the one that asks for basic credentials. */
let monitor: RunningApp;
let patient: GatewayClient;
let viewer: Viewer;

beforeAll(async () => {
  ai = await SlowAiService.start();
  [system, browser] = await Promise.all([
    System.start({ workers: 2, env: { 'analysis-worker': { AI_SERVICE_URL: ai.url, RETRY_DELAY_SCALE: '0.01' } } }),
    startChromium(),
  ]);
  await fillPastHour(system);
  const access = { MONITOR_BASIC_AUTH: operator, MONITOR_READONLY_AUTH: onlooker };
  monitor = await system.startApp('monitor', 2, access);
  patient = GatewayClient.patientOf(system);
  viewer = await openViewer(browser, { url: monitor.url, credentials: operator });
}, 420_000);
afterAll(async () => {
  await browser.close();
  await system.stop();
  ai.stop();
});

const submit = (): Promise<string> => patient.analyzeSample();

/** Analyses something that fails for good at once. */
async function submitFailing(): Promise<string> {
  ai.failWith = 422;
  const taskId = await submit();
  await patient.until(taskId, 'failure');
  ai.failWith = null;
  return taskId;
}

describe('the way in', () => {
  it('is the browser’s own question for credentials where there are some', async () => {
    const bare = await fetch(monitor.url);
    expect(bare.status).toBe(401);
    expect(bare.headers.get('www-authenticate')).toMatch(/^Basic /);
    const statusAndType = async (path: string, accept = 'text/html'): Promise<unknown[]> => {
      const headers = { Authorization: `Basic ${btoa(operator)}`, Accept: accept };
      const response = await fetch(monitor.url + path, { headers });
      return [response.status, response.headers.get('content-type')?.split(';')[0]];
    };
    expect(await statusAndType('/')).toEqual([200, 'text/html']);
    expect(await statusAndType('/tasks/of-the-browser')).toEqual([200, 'text/html']);
    expect(await statusAndType('/health/mistyped', '*/*')).toEqual([404, 'application/problem+json']);
    expect(await statusAndType('/icon.svg')).toEqual([200, 'image/svg+xml']);
    expect(await statusAndType('/api')).toEqual([200, 'application/json']);
    expect(await statusAndType('/api/nothing')).toEqual([404, 'application/problem+json']);
    expect(await statusAndType('/assets/nothing.js')).toEqual([404, 'application/problem+json']);
  });

  it('is a token where there are none', async () => {
    const { page, context } = await openViewer(browser, { url: system.app('monitor').url, locale: 'en-US' });
    await page.goto('/');
    await page.getByLabel('Token').fill(system.tokens.patient);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('only administrators').waitFor();
    await page.getByLabel('Token').fill(system.tokens.admin);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.getByText('Live', { exact: true }).waitFor();
    await context.close();
  });

  it('shows no buttons to those who may only look', async () => {
    const taskId = await submitFailing();
    const { page, context } = await openViewer(browser, { url: monitor.url, credentials: onlooker, locale: 'en-US' });
    await page.goto(`/tasks/${taskId}`);
    await page.getByText('read only').waitFor();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    expect(await page.getByRole('button', { name: 'Rerun' }).count()).toBe(0);
    await page.goto('/tasks');
    await page.locator(`[data-task="${taskId}"]`).waitFor();
    expect(await page.getByRole('checkbox').count()).toBe(0);
    await context.close();
  });
});

describe('an operator', () => {
  it('sees at once that patients are served', async () => {
    await viewer.page.goto('/');
    await viewer.page.locator('[data-level="good"]').waitFor();
    await viewer.page.getByText('一切正常').waitFor();
    expect(await viewer.page.locator('[data-kpi="active_workers"]').innerText()).toContain('2');
  });

  it('sees a task go through its states as it happens', async () => {
    const { page } = viewer;
    await page.goto('/active');
    await page.getByText('目前沒有執行中的任務。').waitFor();
    await page.getByText('即時', { exact: true }).waitFor();
    ai.takesMs = Infinity;
    const taskId = await submit();
    const card = (part: string) => page.locator(`[data-part="${part}"] [data-task="${taskId}"]`);
    await card('running').locator('[data-state="PROCESSING"]').waitFor();
    await card('running').getByText('測量語音特徵').waitFor();
    await takeScreenshots(page, 'active-running');
    ai.finishAll();
    await card('ended').locator('[data-state="SUCCESS"]').waitFor();
    await card('ended').getByText('100%').waitFor();
    ai.takesMs = 0;
  });

  it('finds tasks by filter and by search', async () => {
    const failed = await submitFailing();
    const { page } = viewer;
    await page.goto('/tasks');
    await page.locator(`[data-task="${failed}"]`).waitFor();
    const rows = await page.locator('tr[data-task]').count();
    await page.getByRole('button', { name: '篩選' }).click();
    await page.getByRole('combobox', { name: '狀態' }).click();
    await page.getByRole('option', { name: '失敗' }).click();
    await page.waitForURL(/state=FAILURE/);
    await waitFor(async () => (await page.locator('tr[data-task]').count()) < rows, { what: 'fewer rows' });
    expect(await page.locator('tr [data-state]:not([data-state="FAILURE"])').count()).toBe(0);
    await page.getByLabel('搜尋', { exact: true }).fill(failed.slice(0, 13));
    await waitFor(async () => (await page.locator('tr[data-task]').count()) === 1, { what: 'the one row' });
    await page.locator(`[data-task="${failed}"] a`).click();
    await page.getByRole('heading', { level: 1, name: failed.slice(0, 8) }).waitFor();
    await page.locator('[data-attempt="1"]').waitFor();
  });

  it('runs failed tasks again, after being asked, and sees them succeed', async () => {
    const { page } = viewer;
    const failed = [await submitFailing(), await submitFailing()];
    await page.goto('/tasks?state=FAILURE');
    for (const id of failed) await page.locator(`[data-task="${id}"]`).getByRole('checkbox').check();
    await page.getByText('已選取 2 筆').waitFor();
    expect(await gravelyWrong(page)).toEqual([]);
    await page.getByRole('button', { name: '重新執行' }).click();
    await page.getByRole('dialog').getByText('要重新執行 2 筆任務嗎？').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: '重新執行' }).click();
    await page.getByText('2 筆任務中已完成 2 筆').waitFor();
    for (const id of failed) await patient.until(id, 'success');
    await page.goto('/audit');
    await page.getByText('basic:operator').first().waitFor();
    await page.getByText('重新執行任務').first().waitFor();
  });

  it('changes the language, which is remembered', async () => {
    const { page } = viewer;
    await page.goto('/');
    await page.getByText('EN', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: 'Overview' }).waitFor();
    await page.reload();
    await page.getByText('Everything is all right').waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('en');
    await page.getByText('中文', { exact: true }).click();
    await page.getByRole('heading', { level: 1, name: '總覽' }).waitFor();
  });

  it('gives a worker one more slot', async () => {
    const { page } = viewer;
    await page.goto('/workers');
    const worker = page.locator('[data-worker^="worker1@"]');
    const slots = await worker.getByText(/個名額中使用/).innerText();
    await worker.getByRole('button', { name: /的動作/ }).click();
    await page.getByRole('menuitem', { name: '增加一個名額' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '增加一個名額' }).click();
    const more = slots.replace(/\d+/, (count) => String(Number(count) + 1));
    await worker.getByText(more).waitFor({ timeout: 180_000 });
  });
});

/** Whether a page is accessible is worked out from all that is on it, twice: a slow machine takes its time. */
const patience = 240_000;

describe('every page', { timeout: patience }, () => {
  const pages = {
    overview: '/',
    active: '/active',
    tasks: '/tasks',
    queues: '/queues',
    workers: '/workers',
    'retry-policy': '/retry-policy',
    alerts: '/alerts',
    audit: '/audit',
    'not-found': '/nowhere',
  };

  it.each(Object.entries(pages))('%s is accessible, fits a phone, and asks nothing of others', async (name, path) => {
    await viewer.page.goto(path);
    await examine(viewer.page, name);
  });

  it('task is, too', async () => {
    await viewer.page.goto(`/tasks/${await submitFailing()}`);
    await viewer.page.locator('[data-attempt="1"]').waitFor();
    await examine(viewer.page, 'task');
  });

  it('overview is, too, in dark colours', async () => {
    await viewer.page.goto('/');
    await viewer.page.getByRole('button', { name: '深色模式' }).click();
    await examine(viewer.page, 'overview-dark');
    await viewer.page.getByRole('button', { name: '淺色模式' }).click();
  });

  it('complained of nothing in all this time', () => {
    expect(viewer.complaints).toEqual([]);
  });
});

describe('when workers are lost', { timeout: patience }, () => {
  it('says so within seconds', async () => {
    const { page } = viewer;
    await page.goto('/workers');
    await system.app('analysis-worker-2').kill();
    await page.locator('[data-worker^="worker2@"][data-status="offline"]').waitFor({ timeout: 180_000 });
    await takeScreenshots(page, 'workers-one-lost');
    await page.goto('/');
    await page.locator('[data-level="good"]').waitFor();
    await system.app('analysis-worker').kill();
    await page.locator('[data-level="critical"]').waitFor({ timeout: 180_000 });
    await page.getByText('沒有任何 Worker 在線上').waitFor();
    await takeScreenshots(page, 'overview-no-workers');
  });

  it('shows the alert that fires, who silenced it, and that it is over once a worker is back', async () => {
    const { page } = viewer;
    await page.goto('/alerts');
    const rule = page.locator('[data-alert="Worker 離線告警"]');
    await rule.locator('[data-alert-state="firing"]').waitFor({ timeout: 180_000 });
    expect(await gravelyWrong(page)).toEqual([]);
    await takeScreenshots(page, 'alerts-firing');
    await rule.getByRole('button').click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('原因').fill('叢集維護中');
    expect(await gravelyWrong(page)).toEqual([]);
    await dialog.getByRole('button').last().click();
    await page.getByText('叢集維護中').waitFor();
    await Promise.all([system.startApp('analysis-worker'), system.startApp('analysis-worker', 2)]);
    await rule.locator('[data-alert-state="inactive"]').waitFor({ timeout: 180_000 });
    await page.locator('[aria-labelledby="history"] [data-alert-state="resolved"]').waitFor();
    await takeScreenshots(page, 'alerts-resolved');
  });
});
