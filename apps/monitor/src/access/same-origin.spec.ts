import { describe, expect, it } from 'vitest';
import { isForged } from './same-origin.js';

const host = 'monitor.example:5555';

describe('a request that changes something', () => {
  it.each([
    ['of a script, which says nothing', {}],
    ['of the dashboard', { 'sec-fetch-site': 'same-origin', origin: 'https://monitor.example:5555' }],
    ['of the dashboard over plain HTTP', { origin: 'http://monitor.example:5555' }],
  ])('%s is taken', (_, headers) => {
    expect(isForged({ host, ...headers })).toBe(false);
  });

  it.each([
    ['another site', { 'sec-fetch-site': 'cross-site' }],
    ['a sibling site', { 'sec-fetch-site': 'same-site' }],
    ['an address typed in', { 'sec-fetch-site': 'none' }],
    ['another origin', { origin: 'https://evil.example' }],
    ['another port', { origin: 'http://monitor.example:80' }],
    ['a sandboxed page', { origin: 'null' }],
  ])('that comes from %s is refused', (_, headers) => {
    expect(isForged({ host, ...headers })).toBe(true);
  });
});
