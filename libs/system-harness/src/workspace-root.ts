import { fileURLToPath } from 'node:url';

/** The folder of the clone; the same from `src` and from `dist`. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
