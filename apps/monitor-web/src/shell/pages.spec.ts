import { describe, expect, it } from 'vitest';
import { dictionaries } from '../language/dictionaries.js';
import { pages } from './pages.js';

describe('the menu', () => {
  it('has these pages in this order', () => {
    expect(pages.map(({ path, name }) => [path, name])).toEqual([
      ['/', 'overview'],
      ['/active', 'active'],
      ['/tasks', 'tasks'],
      ['/queues', 'queues'],
      ['/workers', 'workers'],
      ['/retry-policy', 'retryPolicy'],
      ['/alerts', 'alerts'],
      ['/audit', 'audit'],
    ]);
  });

  it('has a component and an icon of its own for each page', () => {
    for (const part of ['Page', 'Icon'] as const) expect(new Set(pages.map((page) => page[part])).size).toBe(8);
  });

  it('names every page in both languages, each name once', () => {
    for (const { pages: names } of Object.values(dictionaries)) {
      expect(Object.keys(names).toSorted()).toEqual(['docs', ...pages.map(({ name }) => name)].toSorted());
      expect(new Set(Object.values(names)).size).toBe(9);
    }
  });

  it('has no page whose address starts with that of another, so that one page is marked', () => {
    for (const { path } of pages.slice(1)) {
      expect(pages.filter((other) => other.path !== '/' && path.startsWith(other.path))).toHaveLength(1);
    }
  });
});
