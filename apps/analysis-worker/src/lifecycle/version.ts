import { createRequire } from 'node:module';

/** The version of this worker, as its package says. */
export const { version } = createRequire(import.meta.url)('../../package.json') as { version: string };
