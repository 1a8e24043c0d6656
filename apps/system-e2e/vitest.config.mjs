import { projectTests } from '../../vitest.base.mjs';

/**
 * Each file starts its own system and mostly waits for it, so two files at a time suit two cores. The run takes long:
 * the reporter prints one line for each finished file, and no lines for single tests.
 */
export default projectTests({
  testTimeout: 300_000,
  hookTimeout: 300_000,
  maxWorkers: 2,
  reporters: [['default', { summary: false }], 'json'],
  slowTestThreshold: 600_000,
});
