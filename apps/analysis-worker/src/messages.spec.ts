import { describe, expect, it } from 'vitest';
import { isChildMessage, isParentMessage } from './messages.js';

describe('a message', () => {
  it.each([
    ['status', 'child'],
    ['attempts', 'child'],
    ['slots', 'parent'],
    ['stop', 'parent'],
    ['stop-now', 'parent'],
    ['other', null],
  ])('of the type %s is one of the %s', (type, sender) => {
    expect([isChildMessage({ type }), isParentMessage({ type })]).toEqual([sender === 'child', sender === 'parent']);
  });

  it.each([null, undefined, 'stop', 7, {}, [], { type: null }, { type: ['stop'] }])(
    'of neither process is ignored: %j',
    (message) => {
      expect([isChildMessage(message), isParentMessage(message)]).toEqual([false, false]);
    },
  );
});
