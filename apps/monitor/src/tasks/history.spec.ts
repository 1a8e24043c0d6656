import { afterAll, beforeAll, expect, it } from 'vitest';
import { StartedMonitor } from '../fixtures/started-monitor.js';

let monitor: StartedMonitor;
let taskId: string;
beforeAll(async () => {
  monitor = await StartedMonitor.start();
  taskId = await monitor.failed();
});
afterAll(() => monitor.stop());

interface Part {
  readonly history: readonly { readonly event_id: string }[];
  readonly earlier: string | null;
}

async function read(query = ''): Promise<{ readonly status: number; readonly part: Part }> {
  const { status, body } = await monitor.ask('GET', `/api/tasks/${taskId}/history${query}`);
  return { status, part: body as Part };
}

const idsOf = ({ history }: Part): string[] => history.map((entry) => entry.event_id);

it('the history of a task comes in parts, the latest first, each in the order of time', async () => {
  const all = idsOf((await read()).part);
  expect(all.length).toBeGreaterThan(2);
  const { part: latest } = await read('?limit=2');
  expect(idsOf(latest)).toEqual(all.slice(-2));
  expect(latest.earlier).toBe(all.at(-2));
  const { part: rest } = await read(`?limit=1000&before=${latest.earlier ?? ''}`);
  expect([...idsOf(rest), ...idsOf(latest)]).toEqual(all);
  expect(rest.earlier).toBeNull();
});

it.each(['limit=0', 'limit=1001', 'before=x', 'before=-1', 'after=1'])('?%s is refused', async (query) => {
  expect((await read(`?${query}`)).status).toBe(400);
});
