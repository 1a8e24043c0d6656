import { fileURLToPath } from 'node:url';

/** The workspace's root folder, without a slash at its end; the same from `src` and from `dist`. */
export const workspaceRoot = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');
