import { expect, it } from 'vitest';
import { readOptions } from './options.js';

it('reads what to upgrade from, and the load', () => {
  expect(readOptions(['--from', 'v1.2.0', '--rate', '5'])).toEqual({
    from: 'v1.2.0',
    tasks: 1500,
    rate: 5,
    workers: 2,
  });
});

it.each([
  [[], 'usage'],
  [['--from', 'v1', '--tasks', '0'], 'whole numbers above 0, not 0'],
  [['--from', 'v1', '--workers', 'two'], 'whole numbers above 0, not two'],
])('refuses %j', (args, fault) => expect(() => readOptions(args)).toThrow(fault));
