import { projectTestsWithServers } from '../../vitest.base.mjs';

export default projectTestsWithServers();
