import { errorKinds, retryTable, TaskError } from '@vocalborn/task';
import { describe, expect, it } from 'vitest';
import { describeFault } from './describe-fault.js';

const stackOf = (message: string): Error => Object.assign(new Error(message), { stack: `Error: ${message}\n    at x` });

describe('the message of a fault', () => {
  it.each(errorKinds)('of the kind %s is the message of the retry table', (kind) => {
    expect(describeFault(kind, new Error('connect 10.0.0.7:8001')).message).toBe(retryTable[kind].message);
  });

  it.each(errorKinds)('of the kind %s is the error’s own when it was written for users', (kind) => {
    const error = new TaskError(kind, 'The recording is too large.');
    expect(describeFault(kind, error)).toMatchObject({ kind, message: 'The recording is too large.' });
  });
});

describe('the traceback of a fault', () => {
  it('has the stack of the error and of each cause, in this order', () => {
    const error = stackOf('outer');
    error.cause = Object.assign(stackOf('middle'), { cause: stackOf('inner') });
    expect(describeFault('network', error).traceback).toBe(
      'Error: outer\n    at x\ncaused by: Error: middle\n    at x\ncaused by: Error: inner\n    at x',
    );
  });

  it.each([
    ['a text', 'boom', "thrown: 'boom'"],
    ['a number', 7, 'thrown: 7'],
    ['null', null, 'thrown: null'],
    ['an object', { code: 1 }, 'thrown: { code: 1 }'],
    ['nothing', undefined, ''],
  ])('shows %s that was thrown instead of an error', (_, thrown, expected) => {
    expect(describeFault('unclassified', thrown).traceback).toBe(expected);
  });

  it('has the message of an error without a stack', () => {
    expect(describeFault('file', Object.assign(new Error('gone'), { stack: undefined })).traceback).toBe('Error: gone');
  });

  it('follows at most ten causes, so that a circle of causes ends', () => {
    const error = stackOf('circle');
    error.cause = error;
    expect(describeFault('unclassified', error).traceback.match(/Error: circle/g)).toHaveLength(10);
  });

  it.each([
    [15_999, 15_999],
    [16_000, 16_000],
    [16_001, 16_000],
  ])('of %i characters keeps %i', (length, kept) => {
    const error = Object.assign(new Error(''), { stack: 'x'.repeat(length) });
    expect(describeFault('unclassified', error).traceback).toHaveLength(kept);
  });
});
