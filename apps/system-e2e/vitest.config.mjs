import { projectTests } from '../../vitest.base.mjs';

/** Every file has a system of its own and mostly waits for it: two of them get along on two cores. */
export default projectTests({ testTimeout: 90_000, hookTimeout: 90_000, maxWorkers: 2 });
