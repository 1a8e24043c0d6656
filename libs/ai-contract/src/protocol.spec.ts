import { describe, expect, it } from 'vitest';
import { completeResult } from './fixtures/results.js';
import { aiProblemCodes, aiProblemSchema } from './problem.js';
import { aiStages, aiStreamLineSchema } from './protocol.js';

const problem = { type: 'urn:x', title: 'x', status: 422, detail: 'x', code: 'audio-silent' };

describe('aiStreamLineSchema', () => {
  it.each([
    ['the begin of a stage', { stage: 'decoding', progress: 0 }],
    ['the end of a stage', { stage: 'scoring', progress: 100 }],
    ['a problem', { problem }],
    ['a problem of the reference', { problem: { ...problem, part: 'reference' } }],
    ['a problem with further fields', { problem: { ...problem, field: 'text' } }],
    ['a result', { result: completeResult() }],
  ])('accepts %s', (_, line) => {
    expect(aiStreamLineSchema.parse(line)).toEqual(line);
  });

  it.each([
    ['an empty line', {}],
    ['an unknown stage', { stage: 'thinking', progress: 5 }],
    ['a stage without progress', { stage: 'decoding' }],
    ['a progress below 0', { stage: 'decoding', progress: -1 }],
    ['a progress above 100', { stage: 'decoding', progress: 101 }],
    ['an empty result', { result: {} }],
    ['an unknown problem', { problem: { ...problem, code: 'other' } }],
    ['a line that is no object', 'decoding'],
  ])('refuses %s', (_, line) => {
    expect(aiStreamLineSchema.safeParse(line).success).toBe(false);
  });

  it.each(aiStages)('accepts the stage %s', (stage) => {
    expect(aiStreamLineSchema.safeParse({ stage, progress: 50 }).success).toBe(true);
  });
});

describe('aiProblemSchema', () => {
  it.each(aiProblemCodes)('accepts the code %s', (code) => {
    expect(aiProblemSchema.safeParse({ ...problem, code }).success).toBe(true);
  });

  it.each([
    ['a status that is no integer', { ...problem, status: 422.5 }],
    ['a status as text', { ...problem, status: '422' }],
    ['an unknown part', { ...problem, part: 'both' }],
    ['no detail', { ...problem, detail: undefined }],
    ['no code', { ...problem, code: undefined }],
  ])('refuses %s', (_, body) => {
    expect(aiProblemSchema.safeParse(body).success).toBe(false);
  });
});
