import { expect, it } from 'vitest';
import { gaugeByState, metricsRegistry } from './index.js';

it('the registry tells of its own process, and of every state what can be read now', async () => {
  const registry = metricsRegistry({ app: 'test' });
  let reachable = true;
  const read = () => (reachable ? Promise.resolve({ idle: 2, used: 1 }) : Promise.reject(new Error('away')));
  gaugeByState(registry, { name: 'connections', help: 'Connections', read });
  const text = await registry.metrics();
  expect(text).toContain('connections{state="idle",app="test"} 2');
  expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds\{app="test"\} \d/);
  expect(text).not.toMatch(/TYPE \w+_total gauge/);
  reachable = false;
  expect(await registry.metrics()).not.toContain('connections{');
});
