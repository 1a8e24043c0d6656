// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react';
import type { TaskEvent } from '@vocalborn/client';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { problem } from '../fixtures/monitor.js';
import { activeTask, taskEvent } from '../fixtures/rows.js';
import { show } from '../fixtures/show.js';
import { ActivePage } from './active-page.js';

const table = 'GET /api/live/tasks';

const running = activeTask({
  ...{ task_id: 'running1', state: 'PROCESSING', step: 'measuring', progress: 60, worker: 'w@h' },
  started_at: '2026-01-01T00:00:00Z',
});
const waiting = activeTask({ task_id: 'waiting1' });

const part = (container: HTMLElement, name: string) =>
  within(container.querySelector<HTMLElement>(`[data-part="${name}"]`)!);

describe('the page of active tasks', () => {
  it('parts what runs from what waits', async () => {
    const { container } = await show(<ActivePage />, { routes: { [table]: { tasks: [waiting, running] } } });
    await screen.findByText('w@h');
    expect(part(container, 'running').getByRole('link').getAttribute('href')).toBe('/tasks/running1');
    expect(part(container, 'running').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('60');
    expect(part(container, 'waiting').getByRole('link').getAttribute('href')).toBe('/tasks/waiting1');
    expect(container.querySelector('[data-part="ended"]')).toBeNull();
  });

  it.each([
    ['en-US', 'Nothing is running.', 'Nothing is waiting.'],
    ['zh-TW', '目前沒有執行中的任務。', '目前沒有等待中的任務。'],
  ] as const)('says in %s that nothing runs or waits', async (language, nothingRuns, nothingWaits) => {
    await show(<ActivePage />, { language, routes: { [table]: { tasks: [] } } });
    expect(await screen.findByText(nothingRuns)).toBeTruthy();
    expect(screen.getByText(nothingWaits)).toBeTruthy();
  });

  it('shows a failure', async () => {
    await show(<ActivePage />, { routes: { [table]: problem(503, 'Postgres is away') } });
    expect((await screen.findByRole('alert')).textContent).toContain('Postgres is away');
  });

  it('follows a task by its events until it has ended', async () => {
    let stream: ServerResponse | undefined;
    const { container } = await show(<ActivePage />, {
      live: true,
      routes: {
        [table]: { tasks: [running] },
        'GET /api/events': (response) => {
          response.writeHead(200, { 'Content-Type': 'text/event-stream' });
          response.flushHeaders();
          stream = response;
        },
      },
    });
    await screen.findByText('w@h');
    await waitFor(() => expect(stream).toBeDefined());
    let number = 0;
    const tell = (event: Partial<TaskEvent>): void => {
      number += 1;
      const data = JSON.stringify(taskEvent({ task_id: 'running1', attempt: 1, ...event }));
      stream?.write(`id: ${number}\nevent: task\ndata: ${data}\n\n`);
    };
    tell({ state: 'PROCESSING', step: 'scoring', progress: 75 });
    await waitFor(() =>
      expect(part(container, 'running').getByRole('progressbar').getAttribute('aria-valuenow')).toBe('75'),
    );
    tell({ state: 'SUCCESS', step: 'completed', progress: 100 });
    await waitFor(() => expect(container.querySelector('[data-part="ended"]')).not.toBeNull());
    expect(part(container, 'ended').getByText('Succeeded')).toBeTruthy();
  });
});
