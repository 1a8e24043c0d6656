import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleReport } from './fixtures/example-report.js';
import { readReport } from './worker-report.js';

describe('a worker report', () => {
  it('is read as it was written', () => {
    const report = exampleReport('one@host');
    expect(readReport('one@host', JSON.stringify(report))).toEqual(report);
  });

  it('of an earlier version gets defaults for missing fields', () => {
    expect(readReport('old@host', '{"name":"old@host"}')).toEqual({
      name: 'old@host',
      network: 'old@host',
      stopping: false,
      reserved: [],
      recycles: 0,
      circuit: 'unknown',
      aiServiceUp: null,
      cpuCores: 0,
      cores: 1,
      memoryLimitBytes: 0,
      networkBytesPerSecond: null,
      version: '',
      nodeVersion: '',
      processes: [],
      maxTasksPerChild: null,
      softTimeLimit: 0,
      hardTimeLimit: 0,
    });
  });

  it('of a later version keeps its unknown fields', () => {
    expect(readReport('new@host', '{"gpu":2}')).toMatchObject({ gpu: 2, circuit: 'unknown' });
  });

  it.each([null, '', 'null', '1', '"text"', '{"name":"one@host"', 'undefined'])('is not read from %j', (text) =>
    expect(readReport('one@host', text)).toBeNull(),
  );

  it('is read from any text without an error', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const report = readReport('one@host', text);
        expect(report === null || typeof report === 'object').toBe(true);
      }),
    );
  });
});
