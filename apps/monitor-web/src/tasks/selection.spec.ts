import { describe, expect, it } from 'vitest';
import { bulkLimit } from '../api/actions.js';
import { taskEvent } from '../fixtures/rows.js';
import type { ChosenTask } from './bulk-outcome.js';
import { followSelected, nothingSelected, toggle, toggleAll, type SelectedTasks } from './selection.js';

const task = (id: string): ChosenTask => ({ task_id: id, state: 'FAILURE' });
const tasks = (ids: string): ChosenTask[] => Array.from(ids, task);
const selectedOf = (ids: string): SelectedTasks => toggleAll(nothingSelected, tasks(ids));
const idsOf = (selected: SelectedTasks): string => [...selected.keys()].join('');

describe('a single task', () => {
  it.each([
    ['', 'a', 'a'],
    ['a', 'b', 'ab'],
    ['ab', 'a', 'b'],
    ['a', 'a', ''],
  ])('toggled in “%s”: %s gives “%s”', (before, id, after) => {
    expect(idsOf(toggle(selectedOf(before), task(id)))).toBe(after);
  });
});

describe('all tasks of a page', () => {
  it.each([
    ['', 'abc', 'abc'],
    ['b', 'abc', 'abc'],
    ['x', 'abc', 'xabc'],
    ['xb', 'abc', 'xabc'],
    ['abc', 'abc', ''],
    ['xabc', 'abc', 'x'],
    ['x', '', 'x'],
  ])('toggled in “%s”: %s gives “%s”', (before, page, after) => {
    expect(idsOf(toggleAll(selectedOf(before), tasks(page)))).toBe(after);
  });
});

describe('a full selection', () => {
  const full = toggleAll(
    nothingSelected,
    Array.from({ length: bulkLimit }, (_, index) => task(`t${index}`)),
  );

  it('takes no further task', () => {
    const more = toggle(full, task('new'));
    expect(more.size).toBe(bulkLimit);
    expect(more.has('new')).toBe(false);
  });

  it('takes the part of a page that still fits', () => {
    const page = toggleAll(toggle(full, task('t0')), tasks('ab'));
    expect([page.has('a'), page.has('b'), page.size]).toEqual([true, false, bulkLimit]);
  });

  it('lets go of a task', () => {
    expect(toggle(full, task('t7')).size).toBe(bulkLimit - 1);
  });
});

describe('events', () => {
  it('update the state of a selected task, the last one last', () => {
    const events = [taskEvent({ state: 'PENDING' }), taskEvent({ state: 'PROCESSING' })];
    const after = followSelected(selectedOf('ab'), events);
    expect([...after.values()]).toEqual([{ task_id: 'a', state: 'PROCESSING' }, task('b')]);
  });

  it('select no other task', () => {
    const before = selectedOf('b');
    expect(followSelected(before, [taskEvent({})])).toBe(before);
    expect(followSelected(nothingSelected, [taskEvent({})])).toBe(nothingSelected);
  });
});
