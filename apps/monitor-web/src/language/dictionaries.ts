import type { Language } from '@vocalborn/task';
import { frame } from './en-us/frame.js';
import { operations } from './en-us/operations.js';
import { tasks } from './en-us/tasks.js';
import { frame as frameZh } from './zh-tw/frame.js';
import { operations as operationsZh } from './zh-tw/operations.js';
import { tasks as tasksZh } from './zh-tw/tasks.js';

const english = { ...frame, ...tasks, ...operations };

export type Words = typeof english;

/** All texts of the dashboard by language. A missing text is a compile error. */
export const dictionaries: Readonly<Record<Language, Words>> = {
  'en-US': english,
  'zh-TW': { ...frameZh, ...tasksZh, ...operationsZh },
};
