import { fileURLToPath } from 'node:url';

/** The root folder of the workspace, without a trailing slash; the same from `src` and from `dist`. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
