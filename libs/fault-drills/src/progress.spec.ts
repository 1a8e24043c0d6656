import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { progressOn } from './progress.js';

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

function shownOn(terminal: { readonly isTTY: boolean; readonly columns?: number }) {
  const stream = Object.assign(new PassThrough(), terminal);
  const progress = progressOn(stream as unknown as NodeJS.WriteStream);
  return { progress, text: () => (stream.read() as Buffer | null)?.toString() ?? '' };
}

describe('progress on a terminal', () => {
  it('replaces the line of before', () => {
    const { progress, text } = shownOn({ isTTY: true, columns: 80 });
    progress.show('one');
    progress.show('two');
    expect(text()).toBe('\r\u001B[2Kone\r\u001B[2Ktwo');
  });

  it.each([
    [5, 'four'],
    [4, 'fou'],
    [1, ''],
  ])('of %i columns shows “%s”', (columns, shown) => {
    const { progress, text } = shownOn({ isTTY: true, columns });
    progress.show('four');
    expect(text()).toBe(`\r\u001B[2K${shown}`);
  });

  it('keeps a line that stays', () => {
    const { progress, text } = shownOn({ isTTY: true, columns: 80 });
    progress.show('one');
    progress.say('done');
    expect(text()).toBe('\r\u001B[2Kone\r\u001B[2Kdone\n');
  });
});

describe('progress elsewhere', () => {
  it('prints a state at most every five seconds', () => {
    const { progress, text } = shownOn({ isTTY: false });
    progress.show('one');
    vi.advanceTimersByTime(4_999);
    progress.show('two');
    expect(text()).toBe('one\n');
    vi.advanceTimersByTime(1);
    progress.show('three');
    expect(text()).toBe('three\n');
  });

  it('prints every line that stays', () => {
    const { progress, text } = shownOn({ isTTY: false });
    progress.say('one');
    progress.say('two');
    expect(text()).toBe('one\ntwo\n');
  });
});
