import { projectTests } from '../../vitest.base.mjs';

/** The analyses of several minutes of sound take long on a busy machine; a test that hangs still fails. */
export default projectTests({ globalSetup: ['./build-before-tests.mjs'], testTimeout: 120_000 });
