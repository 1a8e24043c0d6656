import { describe, expect, it } from 'vitest';
import { readCount, readForm, readSeconds, readText } from './read-form.js';

const json = 'application/json; charset=utf-8';
const form = 'application/x-www-form-urlencoded';

describe('the fields of a command', () => {
  it('are taken from the address before the body, and are none without either', () => {
    expect(readForm({ n: '2' }, { n: 3, workername: 'a' }, json)).toEqual({ n: '2', workername: 'a' });
    expect(readForm({}, undefined)).toEqual({});
    expect(readForm({}, null)).toEqual({});
  });

  it('count as last sent where an address or a form repeats them', () => {
    expect(readForm({ n: ['1', '2'] }, undefined)).toEqual({ n: '2' });
    expect(readForm({}, { workername: ['a@x', 'b@x'] }, form)).toEqual({ workername: 'b@x' });
  });

  it.each([[[1]], ['text'], [7], [true]])('are refused in a body that is no object: %j', (body) => {
    expect(() => readForm({}, body, json)).toThrow('the body must be an object');
  });
});

describe('a field', () => {
  it.each([[['nobody@x']], [{ name: 'a' }], [true]])(
    'is not taken for left out when it is no text: %j',
    (workername) => {
      const fields = readForm({}, { workername }, json);
      expect(() => readText(fields, 'workername')).toThrow('workername must be a single text or number');
    },
  );

  it('is left out when it is not there, or null', () => {
    expect(readText(readForm({}, { workername: null }, json), 'workername')).toBeUndefined();
    expect(readText({}, 'toString')).toBeUndefined();
  });
});

describe('a number of slots', () => {
  it.each([
    [undefined, 1],
    ['3', 3],
    [256, 256],
  ])('%j is %i', (n, slots) => expect(readCount({ n })).toBe(slots));

  it.each([[true], [[1]], [{}], ['0'], ['257'], ['1.5'], [''], ['x']])('%j is refused by name', (n) => {
    expect(() => readCount({ n })).toThrow(/^n must be/);
  });
});

describe('a time limit', () => {
  it.each([
    [undefined, undefined],
    ['30', 30],
    [30.5, 31],
    ['30.5', 31],
    ['0.2', 1],
    [86_400, 86_400],
  ])('%j is %j whole seconds', (soft, seconds) => expect(readSeconds({ soft }, 'soft')).toBe(seconds));

  it.each([[true], [[30]], ['0'], ['-1'], ['86400.5'], [''], [' '], ['x'], ['Infinity']])(
    '%j is refused by name',
    (soft) => {
      expect(() => readSeconds({ soft }, 'soft')).toThrow(/^soft must be/);
    },
  );
});
