import { STATUS_CODES } from 'node:http';
import { describe, expect, it } from 'vitest';
import { chineseProblems } from './chinese-problems.js';
import { problems, problemType, type ProblemCode } from './problem-catalogue.js';

const codes = Object.keys(problems) as ProblemCode[];

describe.each(codes)('the problem %s', (code) => {
  const { status, title, hint } = problems[code];

  it('has a registered error status', () => {
    expect(status).toBeGreaterThanOrEqual(400);
    expect(STATUS_CODES).toHaveProperty(String(status));
  });

  it('has a title and a hint for its reader', () => {
    expect(title).toMatch(/^[A-Z][^.]+$/);
    expect(hint).toMatch(/^[A-Z].+\.$/);
  });

  it('has a title and a hint in Chinese', () => {
    const chinese = chineseProblems[code];
    expect(chinese.title).toMatch(/^\p{Script=Han}[^。]+$/u);
    expect(chinese.hint).toMatch(/。$/);
  });

  it('has a stable type', () => {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(problemType(code)).toBe(`urn:vocalborn:problem:${code}`);
  });
});

it('no two problems have the same title', () => {
  expect(new Set(codes.map((code) => problems[code].title)).size).toBe(codes.length);
});
