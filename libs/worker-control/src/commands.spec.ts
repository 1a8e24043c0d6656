import { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { commandSchema, controlChannel, messageSchema, openKey, repliesKey } from './commands.js';

const accepts = (command: unknown): boolean => commandSchema.safeParse(command).success;

describe('a command', () => {
  it.each(['ping', 'active', 'reserved', 'stats', 'shutdown', 'pool_restart'])('%s takes no argument', (command) => {
    expect(accepts({ command })).toBe(true);
    expect(commandSchema.parse({ command, n: 1 })).toEqual({ command });
  });

  it.each<[unknown, boolean]>([
    [1, true],
    [256, true],
    [0, false],
    [257, false],
    [1.5, false],
    ['1', false],
    [null, false],
    [undefined, false],
  ])('to change the pool by %j is accepted: %s', (n, accepted) => {
    expect(accepts({ command: 'pool_grow', n })).toBe(accepted);
    expect(accepts({ command: 'pool_shrink', n })).toBe(accepted);
  });

  it.each<[unknown, unknown, boolean]>([
    [null, 60, true],
    [50, 60, true],
    [1, 86_400, true],
    [undefined, 60, false],
    [0, 60, false],
    [50, 0, false],
    [50, 86_401, false],
    [50, null, false],
    [49.5, 60, false],
  ])('to set the time limits %j and %j is accepted: %s', (soft, hard, accepted) => {
    expect(accepts({ command: 'time_limit', soft, hard })).toBe(accepted);
  });

  it.each([{}, { command: 'revoke' }, { command: 'PING' }, { command: null }, null, 'ping', ['ping']])(
    '%j is none',
    (command) => expect(accepts(command)).toBe(false),
  );
});

describe('a message', () => {
  const message = { id: '0b9e0c5e-5f0a-4d53-8c0e-0d6a4d1f6a11', to: ['one@host'], command: { command: 'ping' } };

  it('of an earlier version need not be taken', () => expect(messageSchema.parse(message).open).toBe(false));

  it.each([{ id: '7' }, { to: 'one@host' }, { to: [1] }, { command: { command: 'other' } }, { open: 'yes' }])(
    'with %j is refused',
    (wrong) => expect(messageSchema.safeParse({ ...message, ...wrong }).success).toBe(false),
  );
});

describe('the names in Redis', () => {
  it('are the same for every version', () => {
    const redis = new Redis({ lazyConnect: true, db: 1 });
    expect([controlChannel(redis), repliesKey('id'), openKey('id')]).toEqual([
      'vocalborn:control:1',
      'vocalborn:replies:id',
      'vocalborn:open:id',
    ]);
  });

  it('begin with the hash tag in a cluster', () => {
    expect(controlChannel(new Redis({ lazyConnect: true, keyPrefix: '{tag}:' }))).toBe('{tag}:vocalborn:control:0');
  });
});
