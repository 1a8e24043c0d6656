import { projectTests } from '../../vitest.base.mjs';

export default projectTests({ globalSetup: ['./build-before-tests.mjs'] });
