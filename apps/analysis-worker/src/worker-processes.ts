/*
 * What the two processes of a worker share. This file is at the root of `src`, so that the path of the entry holds in the
 * bundle too.
 */

/** The name of the worker in Postgres and Redis. */
export const appName = 'analysis-worker';

/** The entry of the process that runs tasks. */
export const childEntry = new URL('./child-main.js', import.meta.url);
