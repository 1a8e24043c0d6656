import { describe, expect, it } from 'vitest';
import { DecodingBudget, valuesPerSecond } from './decoding-budget.js';

const budget = new DecodingBudget({ maxDurationSeconds: 600 });

describe('the budget of a recording of at most 600 s', () => {
  it.each([
    [1, 48_000, 600],
    [2, 48_000, 600],
    [2, 96_000, 600],
    [1, 192_000, 600],
    [2, 192_000, 300],
    [8, 48_000, 300],
    [8, 192_000, 75],
  ])('is with %i channels at %i Hz a duration of %i s', (channels, sampleRate, seconds) => {
    const check = (length: number) => () => budget.checkSource({ channels, sampleRate, length });
    expect(check(seconds * sampleRate)).not.toThrow();
    expect(check(seconds * sampleRate + 1)).toThrow(expect.objectContaining({ code: 'audio-too-long' }));
  });

  it('is named by the refusal, with what to send instead', () => {
    const source = { channels: 8, sampleRate: 192_000, length: 590 * 192_000 };
    expect(() => budget.checkSource(source)).toThrow(
      'With 8 channels at 192000 Hz the recording may last at most 75 s. Send one channel at 48000 Hz.',
    );
  });

  it('permits what was checked block by block as well', () => {
    const source = { channels: 4, sampleRate: valuesPerSecond };
    expect(() => budget.checkLength(150 * valuesPerSecond, source)).not.toThrow();
    expect(() => budget.checkLength(150 * valuesPerSecond + 1, source)).toThrow(/at most 150 s/);
  });
});
