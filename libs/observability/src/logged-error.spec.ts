import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { loggedError } from './logged-error.js';

const personal = 'what a patient wrote';

/** An error with members, as drivers throw them. */
const error = (message: string, members: object): Error => Object.assign(new Error(message), members);

describe('the logged part of an error', () => {
  it('is its type, message, stack and code', () => {
    expect(loggedError(Object.assign(new TypeError('away'), { code: 'ECONNREFUSED', port: 5432 }))).toEqual({
      type: 'TypeError',
      message: 'away',
      code: 'ECONNREFUSED',
      port: 5432,
      stack: expect.stringMatching(/^TypeError: away\n\s+at .*logged-error\.spec/),
    });
  });

  it('holds no detail, query and parameters of Postgres', () => {
    const members = {
      ...{ code: '23505', constraint: 'words_pkey', severity: 'ERROR', detail: personal, where: personal },
      ...{ query: personal, parameters: [personal], hint: personal, internalQuery: personal },
    };
    const logged = loggedError(error('duplicate key value violates unique constraint', members));
    expect(JSON.stringify(logged)).not.toContain(personal);
    expect(logged).toMatchObject({
      code: '23505',
      constraint: 'words_pkey',
      message: expect.stringContaining('duplicate key'),
    });
  });

  it('holds no arguments of a command of Redis', () => {
    const logged = loggedError(error('WRONGTYPE', { command: { name: 'set', args: [personal] } }));
    expect(JSON.stringify(logged)).not.toContain(personal);
  });

  it.each([
    error(`invalid input syntax for type uuid: "${personal}"`, { code: '22P02' }),
    new SyntaxError(`Unexpected token 'w', "${personal}" is not valid JSON`),
    error('outer', { cause: error(`invalid: ${personal}`, { code: '22023' }) }),
    new AggregateError([error(personal, { code: '22003' })], 'all failed'),
  ])('holds no message that quotes a value: %s', (thrown) => {
    const logged = loggedError(thrown);
    expect(JSON.stringify(logged)).not.toContain(personal);
    expect(JSON.stringify(logged)).toContain('logged-error.spec');
  });

  it('names no file, under whose name a recording may be stored', async () => {
    const missing = await readFile('/nowhere/0b7c2a52-6c62-4b7d-9f5e-0d5b1d6a5c11.wav').catch(
      (thrown: unknown) => thrown,
    );
    const logged = loggedError(missing);
    expect(JSON.stringify(logged)).not.toContain('0b7c2a52');
    expect(logged).toMatchObject({ message: 'ENOENT: open failed', code: 'ENOENT', syscall: 'open' });
  });

  it('names the causes, but follows no endless chain of them', () => {
    const endless = error('endless', {});
    endless.cause = endless;
    expect(loggedError(error('outer', { cause: error('inner', {}) }))).toMatchObject({ cause: { message: 'inner' } });
    expect(JSON.stringify(loggedError(endless)).match(/"endless"/g)).toHaveLength(6);
  });

  it.each(['text', 7, null, undefined])('of %j, which is no error, is the value', (thrown) => {
    expect(loggedError(thrown)).toBe(thrown);
  });
});
