import { projectTests } from '../../vitest.base.mjs';

export default projectTests({ testTimeout: 90_000, hookTimeout: 90_000, fileParallelism: false });
