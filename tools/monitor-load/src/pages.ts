import type { System } from '@vocalborn/system-harness';

/** Calls the monitor as an administrator. @throws Error when it answers with anything but 200 */
export async function read<Body>(system: System, path: string): Promise<Body> {
  const headers = { authorization: `Bearer ${system.tokens.admin}` };
  const response = await fetch(system.app('monitor').url + path, { headers });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`GET ${path} answered ${response.status}: ${text.slice(0, 300)}`);
  return JSON.parse(text) as Body;
}

/** What the pages of the dashboard ask for, and Flower's lists; ids and cursors are of tasks that are there. */
export async function pagePaths(system: System): Promise<string[]> {
  const first = await read<{ tasks: { task_id: string; user_id: string }[] }>(system, '/api/tasks/page?limit=50');
  const { task_id: task = '', user_id: user = '' } = first.tasks[0] ?? {};
  const deep = await deepCursor(system);
  return [
    ...['15m', '1h', '24h', '7d', '30d'].flatMap((window) => [
      `/api/kpis?window=${window}`,
      `/api/kpis/series?window=${window}`,
    ]),
    '/api/live/tasks',
    '/api/live/queues',
    '/api/live/workers',
    '/api/tasks/page?limit=50',
    '/api/tasks/page?limit=50&order=oldest',
    '/api/tasks/page?limit=50&order=slowest',
    '/api/tasks/page?limit=50&order=slowest&state=FAILURE',
    '/api/tasks/page?limit=50&order=fastest&worker=nobody',
    `/api/tasks/page?limit=50&cursor=${deep}`,
    ...['SUCCESS', 'FAILURE', 'REVOKED', 'PENDING', 'RETRY'].map((state) => `/api/tasks/page?limit=50&state=${state}`),
    '/api/tasks/page?limit=50&error_kind=timeout',
    '/api/tasks/page?limit=50&worker=worker3%40host0',
    '/api/tasks/page?limit=50&worker=nobody',
    `/api/tasks/page?limit=50&user_id=${user}`,
    `/api/tasks/page?limit=50&user_id=${user}&state=FAILURE&error_kind=file`,
    `/api/tasks/page?limit=50&search=${task.slice(0, 6)}`,
    `/api/tasks/page?limit=50&search=${task}`,
    '/api/tasks/page?limit=50&created_from=2000-01-01T00:00:00Z&created_before=2000-02-01T00:00:00Z',
    '/api/tasks/counts',
    `/api/tasks/${task}/history`,
    '/api/tasks?limit=100',
    `/api/task/info/${task}`,
    '/api/workers',
    '/api/queues/length',
    '/api/retry-policy',
    '/api/audit',
    '/api/alerts',
  ];
}

/** Where the page begins that a reader of 500 per page comes to after forty. */
async function deepCursor(system: System): Promise<string> {
  let deep = '';
  for (let pages = 0; pages < 40; pages += 1) {
    const after = deep === '' ? '' : `&cursor=${deep}`;
    const { next } = await read<{ next: string | null }>(system, `/api/tasks/page?limit=500${after}`);
    if (next === null) break;
    deep = next;
  }
  return deep;
}
