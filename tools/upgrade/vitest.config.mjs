import { projectTests } from '../../vitest.base.mjs';

export default projectTests();
