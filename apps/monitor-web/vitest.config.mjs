import { projectTests } from '../../vitest.base.mjs';

/** Components are rendered by jsdom: their specs begin with `// @vitest-environment jsdom`. */
export default projectTests({ include: ['src/**/*.spec.{ts,tsx}'] });
