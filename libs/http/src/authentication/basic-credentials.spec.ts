import { describe, expect, it } from 'vitest';
import { matchesBasicCredentials, userOfBasicCredentials } from './basic-credentials.js';

const header = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('basic credentials', () => {
  it('match only when user and password do', () => {
    expect(matchesBasicCredentials(header('operator:correct horse'), 'operator:correct horse')).toBe(true);
    expect(matchesBasicCredentials(header('operator:wrong'), 'operator:correct horse')).toBe(false);
    expect(matchesBasicCredentials(undefined, 'operator:correct horse')).toBe(false);
    expect(matchesBasicCredentials('Bearer x', 'operator:correct horse')).toBe(false);
  });
});

describe('the user of basic credentials', () => {
  it.each([
    [`Basic ${btoa('operator:secret')}`, 'operator'],
    [`basic ${btoa('operator')}`, 'operator'],
    [`Basic ${btoa(':secret')}`, ''],
    ['Basic not base64!', ''],
    ['Basic', ''],
    ['Bearer x', null],
    ['Basically x', null],
    [undefined, null],
  ])('of %s is %j', (authorization, user) => expect(userOfBasicCredentials(authorization)).toBe(user));
});
