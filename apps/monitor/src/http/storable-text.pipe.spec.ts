import { describe, expect, it } from 'vitest';
import { Problem } from './problem.js';
import { StorableTextPipe } from './storable-text.pipe.js';

const pipe = new StorableTextPipe();

function refusal(value: unknown, type: 'body' | 'query' | 'param', data?: string): string {
  try {
    pipe.transform(value, { type, data });
  } catch (error) {
    if (error instanceof Problem && error.status === 400) return error.detail;
    throw error;
  }
  return 'taken';
}

describe('text that Postgres cannot take', () => {
  it.each([
    [{ search: '\0' }, 'search'],
    [{ reason: 'half \ud800' }, 'reason'],
    [{ reason: '\udc00 half' }, 'reason'],
    [{ task_ids: ['a', 'b\0'] }, 'task_ids.1'],
  ])('is refused in %j by the name of %s', (body, field) => {
    expect(refusal(body, 'body')).toBe(`${field} must hold neither NUL nor half a surrogate pair`);
    expect(refusal(body, 'query')).toContain(field);
  });

  it('is refused in a part of the path', () => {
    expect(refusal('worker\0', 'param', 'name')).toContain('name must');
  });

  it('is nothing of other kinds, nor whole characters of any plane', () => {
    expect(refusal({ reason: '維護 🎉', minutes: 3, none: null, on: true }, 'body')).toBe('taken');
    expect(refusal(undefined, 'body')).toBe('taken');
  });

  it('is not looked for without end', () => {
    let nested: unknown = 'x';
    for (let depth = 0; depth < 100_000; depth += 1) nested = [nested];
    expect(refusal({ task_ids: nested }, 'body')).toContain('nested too deeply');
  });
});
