import { projectTests } from '../../vitest.base.mjs';

/** Each file starts its own system and mostly waits for it, so two files at a time suit two cores. */
export default projectTests({ testTimeout: 300_000, hookTimeout: 300_000, maxWorkers: 2 });
