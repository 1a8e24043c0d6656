import type { Words } from './en-us.js';
import { frame } from './zh-tw/frame.js';
import { operations } from './zh-tw/operations.js';
import { tasks } from './zh-tw/tasks.js';

export const zhTW: Words = { ...frame, ...tasks, ...operations };
