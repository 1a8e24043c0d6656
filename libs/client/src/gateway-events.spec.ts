import { expect, it } from 'vitest';
import { readGatewayEvent } from './gateway-events.js';

it.each([
  ['task', { task_id: 'a', status: 'processing', progress: 60 }],
  ['gap', {}],
])('reads a message named %s', (event, data) => {
  expect(readGatewayEvent({ id: '17', event, data: JSON.stringify(data) })).toEqual({ id: '17', event, data });
});

it.each(['message', 'toString', '__proto__', 'tasks'])('leaves out a message named %s', (event) => {
  expect(readGatewayEvent({ id: '17', event, data: 'no JSON' })).toBeNull();
});
