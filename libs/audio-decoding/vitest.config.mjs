import { projectTests } from '../../vitest.base.mjs';

export default projectTests({ globalSetup: ['./install-audio-tools.mjs'] });
