import { describe, expect, it } from 'vitest';
import { isDatabaseUnavailable } from './unavailable.js';

const withCode = (code: unknown) => Object.assign(new Error('x'), { code });
const refused = withCode('ECONNREFUSED');

describe('an error means that Postgres cannot be reached', () => {
  it.each([
    ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH'],
    ...['08000', '08003', '08006', '57P01', '57P02', '57P03', '57P05', '53000', '53100', '53200', '53300', '25006'],
  ])('by the code %s', (code) => {
    expect(isDatabaseUnavailable(withCode(code))).toBe(true);
  });

  it.each([
    'timeout exceeded when trying to connect',
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Client has encountered a connection error and is not queryable',
    'Client was closed and is not queryable',
    'Query read timeout',
  ])('by the message "%s"', (message) => {
    expect(isDatabaseUnavailable(new Error(message))).toBe(true);
  });

  it('by its cause, or by one of its errors', () => {
    expect(isDatabaseUnavailable(new Error('x', { cause: new Error('y', { cause: refused }) }))).toBe(true);
    expect(isDatabaseUnavailable(new AggregateError([new Error('x'), refused]))).toBe(true);
  });
});

describe('an error does not mean that Postgres cannot be reached', () => {
  it.each(['23505', '22P02', '42P01', '57014', '57P06', '40001', '080', 'ENOENT', '', 8006, null])(
    'by the code %j',
    (code) => {
      expect(isDatabaseUnavailable(withCode(code))).toBe(false);
    },
  );

  it.each([null, undefined, 'ECONNREFUSED', 7, {}, [], new AggregateError([])])('when it is %s', (error) => {
    expect(isDatabaseUnavailable(error)).toBe(false);
  });
});
