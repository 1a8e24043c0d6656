import { queuedFunction } from './job-functions.lua.js';

/**
 * Whether a worker has the job or will get it.
 *
 * KEYS and ARGV[1]: see job-functions.lua.ts.
 * Cost: LPOS walks the lists, so O(length of the queue) for a job that is in none.
 * Before it runs nothing has to hold: it reads and changes the job in one atomic step.
 * Returns 1 when it is queued, 0 when it is not.
 */
export const isJobQueuedLua = `${queuedFunction}
return queued() and 1 or 0
`;
