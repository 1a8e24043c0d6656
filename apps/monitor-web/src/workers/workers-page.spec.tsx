// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, it } from 'vitest';
import { problem } from '../fixtures/monitor.js';
import { worker } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { WorkersPage } from './workers-page.js';

const name = 'worker@host';
const one = { 'GET /api/live/workers': { workers: [worker()] } };
const command = (path: string) => `POST /api/worker/${path}/${encodeURIComponent(name)}`;

describe('the page of workers', () => {
  it('shows the online workers first, then by name', async () => {
    const workers = [
      worker({ name: 'c', status: 'offline' }),
      worker({ name: 'b' }),
      worker({ name: 'a', stopping: true }),
    ];
    await show(<WorkersPage />, { routes: { 'GET /api/live/workers': { workers } } });
    const cards = await screen.findAllByRole('article');
    expect(cards.map((card) => card.getAttribute('aria-label'))).toEqual(['a', 'b', 'c']);
    expect(cards.map((card) => card.getAttribute('data-status'))).toEqual(['stopping', 'online', 'offline']);
  });

  it.each([
    ['en-US', 'No worker has reported within the last hour.'],
    ['zh-TW', '過去一小時沒有任何 Worker 回報。'],
  ] as const)('says in %s that there is no worker', async (language, text) => {
    await show(<WorkersPage />, { language, routes: { 'GET /api/live/workers': { workers: [] } } });
    expect(await screen.findByText(text)).toBeTruthy();
  });

  it('shows a failure with the words of the monitor, and asks again on demand', async () => {
    const answers = [problem(503, 'Redis cannot be reached')];
    await show(<WorkersPage />, {
      routes: {
        'GET /api/live/workers': (response) =>
          (answers.shift() ?? ((to) => to.end(JSON.stringify({ workers: [worker()] }))))(
            response.setHeader('Content-Type', 'application/json'),
          ),
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert.textContent).toContain('Redis cannot be reached');
    within(alert).getByRole('button', { name: 'Try again' }).click();
    expect(await screen.findByRole('article')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
  });

  it('says that a row may be old when it cannot be read anew, and offers no command then', async () => {
    const { queries } = await show(<WorkersPage />, {
      routes: { 'GET /api/live/workers': problem(503, 'Redis cannot be reached') },
    });
    queries.setQueryData(['live', 'workers'], { workers: [worker()] });
    await queries.invalidateQueries();
    const alert = await screen.findByText(/may be out of date/);
    expect(alert).toBeTruthy();
    expect(screen.getByRole('article').getAttribute('data-status')).toBe('unknown');
    expect(screen.queryByRole('button', { name: /Actions/ })).toBeNull();
  });
});

describe('the card of a worker', () => {
  it('shows figures, limits and the tasks that run', async () => {
    await show(<WorkersPage />, { routes: one });
    const card = within(await screen.findByRole('article'));
    expect(card.getByText('1 of 2 slots')).toBeTruthy();
    expect(card.getByText('256 MB / 1 GB')).toBeTruthy();
    expect(card.getByText('0.5 · 0.4 · 0.3')).toBeTruthy();
    expect(card.getByText('2 h')).toBeTruthy();
    expect(card.getByRole('link', { name: 'a' }).getAttribute('href')).toBe('/tasks/a');
    expect(card.getByRole('link', { name: '10' }).getAttribute('href')).toBe('/tasks?worker=worker%40host');
  });

  it.each([
    [{ ai_service_circuit: 'closed', ai_service_up: true }, 'Answers'],
    [{ ai_service_circuit: 'open', ai_service_up: null }, 'Cannot be reached or fails'],
    [{ ai_service_circuit: 'unknown', ai_service_up: null }, '–'],
  ] as const)('says whether the ai-service is reached: %j', async (change, text) => {
    const routes = { 'GET /api/live/workers': { workers: [worker(change)] } };
    await show(<WorkersPage />, { routes });
    const term = await screen.findByText('AI service');
    expect(term.nextElementSibling?.textContent).toBe(text);
  });

  it('shows no load of a worker that is offline', async () => {
    await show(<WorkersPage />, { routes: { 'GET /api/live/workers': { workers: [worker({ status: 'offline' })] } } });
    await screen.findByRole('article');
    expect(screen.queryByRole('progressbar')).toBeNull();
  });

  it('offers nothing to somebody who may only look', async () => {
    await show(<WorkersPage />, { routes: { ...one, 'GET /api/me': { name: 'guest', may_act: false } } });
    await screen.findByRole('article');
    expect(screen.queryByRole('button', { name: /Actions/ })).toBeNull();
  });
});

describe('a command', () => {
  it.each([
    ['One slot more', `Let ${name} run one more task at a time?`, 'pool/grow', { n: 1 }],
    ['One slot fewer', `Let ${name} run one task fewer at a time?`, 'pool/shrink', { n: 1 }],
    ['Restart (replace its processes)', `Restart ${name} by replacing its processes?`, 'pool/restart', null],
    ['Shut down', `Shut ${name} down?`, 'shutdown', null],
  ])('%s is asked for, sent, and told of', async (label, question, path, body) => {
    const { user, asked } = await show(<WorkersPage />, {
      routes: { ...one, [command(path)]: { message: 'As told.' } },
    });
    await user.click(await screen.findByRole('button', { name: `Actions on ${name}` }));
    await user.click(await screen.findByRole('menuitem', { name: label }));
    const dialog = await screen.findByRole('dialog', { name: question });
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
    await user.click(within(dialog).getByRole('button', { name: label }));
    expect(await screen.findByText('As told.')).toBeTruthy();
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toMatchObject([{ route: command(path), body }]);
  });

  it('is not sent when it is called off by the keyboard', async () => {
    const { user, asked } = await show(<WorkersPage />, { routes: one });
    await user.click(await screen.findByRole('button', { name: `Actions on ${name}` }));
    await user.click(await screen.findByRole('menuitem', { name: 'Shut down' }));
    await screen.findByRole('dialog');
    await user.keyboard('{Escape}');
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
    expect(asked.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
  });

  it('that is refused is told with the reason', async () => {
    const refused = { ...one, [command('shutdown')]: problem(504, 'the worker does not answer') };
    const { user } = await show(<WorkersPage />, { routes: refused });
    await user.click(await screen.findByRole('button', { name: `Actions on ${name}` }));
    await user.click(await screen.findByRole('menuitem', { name: 'Shut down' }));
    await user.click(within(await screen.findByRole('dialog')).getByRole('button', { name: 'Shut down' }));
    expect(await screen.findByText('the worker does not answer')).toBeTruthy();
    expect(screen.getByText('Not done')).toBeTruthy();
  });

  it('sets time limits, with a soft one or without', async () => {
    const route = 'POST /api/task/timeout/analyze_audio';
    const { user, asked } = await show(<WorkersPage />, { routes: { ...one, [route]: { message: 'Set.' } } });
    await user.click(await screen.findByRole('button', { name: `Actions on ${name}` }));
    await user.click(await screen.findByRole('menuitem', { name: 'Time limits …' }));
    const hard = await screen.findByLabelText(/Hard limit/);
    await user.clear(hard);
    await user.type(hard, '900');
    await user.click(screen.getByRole('button', { name: 'Apply' }));
    const dialog = await screen.findByText(/Hard limit \(seconds\): 900/);
    expect(dialog).toBeTruthy();
    await user.click(screen.getAllByRole('button', { name: 'Apply' }).at(-1)!);
    expect(await screen.findByText('Set.')).toBeTruthy();
    expect(asked.find((each) => each.route === route)?.body).toEqual({ workername: name, hard: 900 });
  });
});
