import { frame } from './en-us/frame.js';
import { operations } from './en-us/operations.js';
import { tasks } from './en-us/tasks.js';

/** Every word of the dashboard. A language that lacks one does not compile. */
export const enUS = { ...frame, ...tasks, ...operations };

export type Words = typeof enUS;
