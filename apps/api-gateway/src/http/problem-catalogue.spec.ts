import { describe, expect, it } from 'vitest';
import { problems, problemType, type ProblemCode } from './problem-catalogue.js';

describe('the problem catalogue', () => {
  it('gives every problem an error status, a title and something to do about it', () => {
    for (const [code, { status, title, hint }] of Object.entries(problems)) {
      expect(status).toBeGreaterThanOrEqual(400);
      expect(title).toMatch(/^[A-Z][^.]+$/);
      expect(hint).toMatch(/^[A-Z].+\.$/);
      expect(problemType(code as ProblemCode)).toBe(`urn:vocalborn:problem:${code}`);
    }
  });
});
