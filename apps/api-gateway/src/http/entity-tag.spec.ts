import { describe, expect, it } from 'vitest';
import { entityTag, namesTag } from './entity-tag.js';

const tag = entityTag('{"status":"pending"}');

describe('an entity tag', () => {
  it('is the same for the same body and another for any other', () => {
    expect(tag).toMatch(/^"[\w-]+"$/);
    expect(entityTag('{"status":"pending"}')).toBe(tag);
    expect(entityTag('{"status":"success"}')).not.toBe(tag);
  });

  it.each([
    [tag, true],
    [`W/${tag}`, true],
    [`"other", ${tag}`, true],
    ['*', true],
    ['"other"', false],
    [tag.slice(1, -1), false],
    ['', false],
    [undefined, false],
  ])('is named by %s: %s', (header, named) => {
    expect(namesTag(header, tag)).toBe(named);
  });
});
