import { describe, expect, it } from 'vitest';
import { aiStreamLineSchema } from './stream-line.js';

const problem = { type: 'urn:x', title: 'x', status: 422, detail: 'x', code: 'audio-silent' };

describe('a line of the answer', () => {
  it.each([[{ stage: 'decoding', progress: 5 }], [{ problem }], [{ problem: { ...problem, part: 'reference' } }]])(
    'is understood: %j',
    (line) => {
      expect(aiStreamLineSchema.parse(line)).toEqual(line);
    },
  );

  it.each([
    {},
    { stage: 'thinking', progress: 5 },
    { stage: 'decoding', progress: 101 },
    { result: {} },
    { problem: { ...problem, code: 'other' } },
  ])('is refused: %j', (line) => {
    expect(aiStreamLineSchema.safeParse(line).success).toBe(false);
  });
});
