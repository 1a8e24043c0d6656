import { projectTests } from '../../vitest.base.mjs';

export default projectTests({ globalSetup: ['@vocalborn/system-harness/vitest-servers'] });
