import { describe, expect, it, vi } from 'vitest';
import { gaugeByState, metricsRegistry } from './index.js';

const options = { name: 'connections', help: 'Connections by state' };

describe('the registry', () => {
  it('has the metrics of the process, labelled with the app', async () => {
    const text = await metricsRegistry({ app: 'test' }).metrics();
    expect(text).toMatch(/^process_resident_memory_bytes\{app="test"\} \d+$/m);
    expect(text).toMatch(/^process_cpu_seconds_total\{app="test"\} \d/m);
    expect(text).toMatch(/nodejs_eventloop_lag_p99_seconds\{app="test"\} \d/);
  });

  it('has no gauge with the ending of a counter', async () => {
    expect(await metricsRegistry({ app: 'test' }).metrics()).not.toMatch(/TYPE \w+_total gauge/);
  });

  it('is separate for each call', async () => {
    const [first, second] = [metricsRegistry({ app: 'a' }), metricsRegistry({ app: 'b' })];
    gaugeByState(first, { ...options, read: () => ({ idle: 1 }) });
    expect(await second.metrics()).not.toContain('connections');
  });
});

describe('a gauge by state', () => {
  it('is read for each scrape', async () => {
    const registry = metricsRegistry({ app: 'test' });
    const read = vi.fn().mockResolvedValueOnce({ idle: 2, used: 1 }).mockResolvedValueOnce({ idle: 3 });
    gaugeByState(registry, { ...options, read });
    expect(read).not.toHaveBeenCalled();
    const first = await registry.metrics();
    expect(first).toContain('# HELP connections Connections by state');
    expect(first).toContain('connections{state="idle",app="test"} 2');
    expect(first).toContain('connections{state="used",app="test"} 1');
    const second = await registry.metrics();
    expect(second).toContain('connections{state="idle",app="test"} 3');
    expect(second).not.toContain('state="used"');
  });

  it.each<[string, () => Promise<Record<string, number>>]>([
    ['rejects', () => Promise.reject(new Error('away'))],
    [
      'throws',
      () => {
        throw new Error('away');
      },
    ],
  ])('has no series while reading %s, and does not fail the scrape', async (_, fail) => {
    const registry = metricsRegistry({ app: 'test' });
    const read = vi.fn(() => Promise.resolve({ idle: 1 }));
    gaugeByState(registry, { ...options, read });
    expect(await registry.metrics()).toContain('connections{');
    read.mockImplementationOnce(fail as () => Promise<{ idle: number }>);
    const without = await registry.metrics();
    expect(without).not.toContain('connections{');
    expect(without).toContain('process_cpu_seconds_total');
    expect(await registry.metrics()).toContain('connections{');
  });
});
