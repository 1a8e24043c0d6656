import { errorKinds, taskStates } from '@vocalborn/task';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { dictionaries } from './dictionaries.js';

const source = join(import.meta.dirname, '..');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => /\.tsx?$/.test(name) && !/\.spec\.|^language|^fixtures/.test(name),
);
const code = files.map((name) => readFileSync(join(source, name), 'utf8')).join('\n');

/** Texts by state and by error kind are used as whole tables; those by worker state are looked up by the state. */
const { state, errorKind, ...areas } = dictionaries['en-US'];
const workerStates = ['online', 'offline', 'stopping', 'unknown'];
const names = Object.entries(areas).flatMap(([area, texts]) =>
  typeof texts === 'string' ? [area] : [area, ...Object.keys(texts)],
);

it('reads the sources of the pages', () => {
  expect(files).toContain('app.tsx');
  expect(files).toContain(join('tasks', 'tasks-page.tsx'));
});

it.each(['words.state[', 'words.errorKind[', 'workers[standing]'])('%s is looked up', (use) =>
  expect(code).toContain(use),
);

it.each([...new Set(names)].filter((name) => !workerStates.includes(name)))('the text “%s” is used', (name) => {
  // Read as a property, destructured, or named in a table.
  expect(code).toMatch(new RegExp(`\\.${name}\\b|'${name}'|[{,] ${name}\\b`));
});

it('has a text for every state and error kind', () => {
  expect([Object.keys(state).length, Object.keys(errorKind).length]).toEqual([taskStates.length, errorKinds.length]);
});
