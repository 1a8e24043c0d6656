import { expect, it } from 'vitest';
import { readMonitorEvent } from './monitor-events.js';

it.each([
  ['task', { task_id: 'a', state: 'PROCESSING', progress: 60 }],
  ['workers', { workers: [] }],
  ['queues', { queues: [] }],
  ['alerts', { alerts: [], silences: [] }],
  ['figures', {}],
  ['unreadable', { table: 'workers' }],
  ['gap', { after: '17' }],
  ['heartbeat', {}],
])('reads a message named %s', (event, data) => {
  expect(readMonitorEvent({ id: '17', event, data: JSON.stringify(data) })).toEqual({ id: '17', event, data });
});

it.each(['message', 'toString', '__proto__', 'tasks'])('leaves out a message named %s', (event) => {
  expect(readMonitorEvent({ id: '17', event, data: 'no JSON' })).toBeNull();
});
