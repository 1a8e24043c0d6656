import { describe, expect, it } from 'vitest';
import { matchesBasicCredentials } from './basic-credentials.js';

const header = (credentials: string): string => `Basic ${Buffer.from(credentials).toString('base64')}`;

describe('basic credentials', () => {
  it('match only when user and password do', () => {
    expect(matchesBasicCredentials(header('operator:correct horse'), 'operator:correct horse')).toBe(true);
    expect(matchesBasicCredentials(header('operator:wrong'), 'operator:correct horse')).toBe(false);
    expect(matchesBasicCredentials(undefined, 'operator:correct horse')).toBe(false);
    expect(matchesBasicCredentials('Bearer x', 'operator:correct horse')).toBe(false);
  });
});
