import { errorKinds, taskStates, type Language } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { windows } from '../api/queries.js';
import { dictionaries } from './dictionaries.js';
import { firstLanguage } from './language.js';

/** Every text by its path. Calls functions with placeholders. */
function textsOf(words: object, path = ''): Map<string, string> {
  const texts = Object.entries(words).flatMap(([name, value]): [string, string][] => {
    const here = `${path}.${name}`;
    if (typeof value === 'string') return [[here, value]];
    if (typeof value === 'function') return [[here, (value as (...parts: string[]) => string)('@1', '@2')]];
    return [...textsOf(value as object, here)];
  });
  return new Map(texts);
}

const chinese = textsOf(dictionaries['zh-TW']);
const english = textsOf(dictionaries['en-US']);

describe('the dictionaries', () => {
  it('have the same texts, none of them empty', () => {
    expect([...chinese.keys()].toSorted()).toEqual([...english.keys()].toSorted());
    expect([...chinese, ...english].filter(([, text]) => text.trim() === '')).toEqual([]);
  });

  it('insert the same values', () => {
    const values = (text: string): string[] => (text.match(/@\d/g) ?? []).toSorted();
    for (const [path, text] of english) expect([path, values(chinese.get(path) ?? '')]).toEqual([path, values(text)]);
  });

  it('insert every value they are given', () => {
    const functions = [...english].filter(([, text]) => text.includes('@'));
    expect(functions.length).toBeGreaterThan(15);
    for (const [path, text] of functions) expect([path, text.includes('@1')]).toEqual([path, true]);
  });

  it('are Chinese where English is not a name', () => {
    const names = /^(Worker|CPU|Redis|–|[\w@ ]+)$/;
    const same = [...english].filter(([path, text]) => chinese.get(path) === text && !names.test(text));
    expect(same).toEqual([]);
  });

  it('have no Chinese letters in English texts, and no simplified letters in Chinese texts', () => {
    expect([...english].filter(([, text]) => /\p{Script=Han}/u.test(text))).toEqual([]);
    expect([...chinese].filter(([, text]) => /[务执尝试关网络错误记录队获]/u.test(text))).toEqual([]);
  });

  it('write sentences with a full stop in both languages', () => {
    for (const [path, text] of english) {
      const ending = chinese.get(path)?.at(-1);
      if (text.endsWith('.')) expect([path, ending]).toEqual([path, '。']);
      if (text.endsWith('?')) expect([path, ending]).toEqual([path, '？']);
    }
  });

  it.each([...english.keys()])('use one word per concept in %s', (path) => {
    expect(english.get(path)).not.toMatch(/\b(tries|try \d|job|revoke|reopen|run again|database)\b/i);
    expect(chinese.get(path)).not.toMatch(/撤銷|作業|重跑|資料庫/);
  });
});

describe.each<Language>(['en-US', 'zh-TW'])('the texts in %s', (language) => {
  const { state, errorKind, overview, workers, task, tasks, time } = dictionaries[language];

  it('name every state, kind of error and time window differently', () => {
    for (const [table, keys] of [
      [state, taskStates],
      [errorKind, errorKinds],
      [overview.windows, windows],
    ] as const) {
      expect(Object.keys(table).toSorted()).toEqual([...keys].toSorted());
      expect(new Set(Object.values(table)).size).toBe(keys.length);
    }
  });

  it('name each worker state differently', () => {
    const { online, offline, stopping, unknown } = workers;
    expect(new Set([online, offline, stopping, unknown]).size).toBe(4);
  });

  it('use the same words for rerun and cancel on the page of a task and on the page of tasks', () => {
    expect(tasks.rerunSelected).toBe(task.rerun);
    expect(task.cancel.startsWith(tasks.cancelSelected)).toBe(true);
  });

  it('have short units of time that differ', () => {
    const units = Object.values(time.units);
    expect(new Set(units).size).toBe(4);
    expect(Math.max(...units.map((unit) => unit.length))).toBeLessThanOrEqual(3);
  });
});

describe('counts in English', () => {
  const { tasks } = dictionaries['en-US'];

  it.each([
    [tasks.askRerun(1), 'Rerun this task?'],
    [tasks.askRerun(2), 'Rerun 2 tasks?'],
    [tasks.askCancel(1), 'Cancel this task?'],
    [tasks.askCancel(500), 'Cancel 500 tasks?'],
    [tasks.newer(1), 'Show 1 newer task'],
    [tasks.newer(3), 'Show 3 newer tasks'],
    [tasks.leftAlone(1, 2), '1 of the 2 selected tasks is not in a suitable state and will not change.'],
    [tasks.leftAlone(3, 4), '3 of the 4 selected tasks are not in a suitable state and will not change.'],
  ])('“%s” is correct', (text, expected) => expect(text).toBe(expected));
});

describe('the first language', () => {
  it.each([
    ['en-US', ['zh-TW'], 'en-US'],
    ['zh-TW', ['en-US'], 'zh-TW'],
    [null, ['zh-Hant-HK', 'en'], 'zh-TW'],
    [null, ['ZH-hant', 'en'], 'zh-TW'],
    [null, ['zh'], 'zh-TW'],
    [null, ['de-DE', 'en-GB'], 'en-US'],
    [null, ['EN'], 'en-US'],
    [null, ['enm', 'zhx'], 'zh-TW'],
    [null, ['de-DE'], 'zh-TW'],
    [null, [], 'zh-TW'],
    ['nonsense', ['en'], 'en-US'],
    ['', ['en'], 'en-US'],
  ])('with the stored value %s and the browser languages %j is %s', (stored, preferred, language) => {
    expect(firstLanguage(stored, preferred)).toBe(language);
  });
});
