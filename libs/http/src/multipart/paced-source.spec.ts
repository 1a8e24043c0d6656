import { once } from 'node:events';
import { PassThrough, Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { FormError } from './form-error.js';
import { PacedSource, type Pace } from './paced-source.js';

const patient: Pace = { totalMs: 60_000, stallMs: 60_000 };
const broken = { fault: 'malformed', message: 'The connection broke off in the middle of the form.' };

async function all(source: PacedSource): Promise<string> {
  let text = '';
  for (let chunk = await source.next(); chunk; chunk = await source.next()) text += chunk.toString();
  return text;
}

describe('a paced source', () => {
  it('gives every chunk in order, and null at the end as often as it is asked', async () => {
    const source = new PacedSource(Readable.from([Buffer.from('a'), Buffer.from('bc')]), patient);
    expect(await all(source)).toBe('abc');
    expect(await source.next()).toBeNull();
  });

  it.each([
    ['the body', { totalMs: 20, stallMs: 60_000 }],
    ['the next bytes', { totalMs: 60_000, stallMs: 20 }],
    ['the body, when the stall has no limit of its own', { totalMs: 20 }],
  ])('stops when the time for %s is over', async (_, pace) => {
    const source = new PacedSource(new PassThrough(), pace);
    await expect(source.next()).rejects.toMatchObject({ fault: 'stalled' });
  });

  it('stops at once when no time was given, unless bytes are there', async () => {
    const none = { totalMs: 0, stallMs: 0 };
    await expect(new PacedSource(new PassThrough(), none).next()).rejects.toMatchObject({ fault: 'stalled' });
    const stream = new PassThrough();
    stream.write('here');
    await once(stream, 'readable');
    expect((await new PacedSource(stream, none).next())?.toString()).toBe('here');
  });

  it('tells a broken connection from the end of the body', async () => {
    const stream = new PassThrough();
    const source = new PacedSource(stream, patient);
    stream.write('a');
    expect((await source.next())?.toString()).toBe('a');
    const next = source.next();
    stream.destroy(new Error('ECONNRESET'));
    await expect(next).rejects.toMatchObject(broken);
  });

  it('ends with the reason of its signal, before and while it waits', async () => {
    const stop = new AbortController();
    const source = new PacedSource(new PassThrough(), { ...patient, signal: stop.signal });
    const waiting = source.next();
    stop.abort(new Error('stopping'));
    await expect(waiting).rejects.toThrow('stopping');
    await expect(source.next()).rejects.toThrow('stopping');
  });
});

describe('the time of a paced source', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] }));
  afterEach(() => void vi.useRealTimers());

  /** Waits for so many bytes, which come after so many milliseconds. */
  async function receive(source: PacedSource, stream: PassThrough, afterMs: number, bytes = 1): Promise<string> {
    const outcome = source.next().then(
      () => 'came',
      (error: unknown) => (error instanceof FormError ? error.fault : 'failed'),
    );
    vi.advanceTimersByTime(afterMs);
    stream.write(Buffer.alloc(bytes));
    return outcome;
  }

  it.each<[string, Pace, (readonly [afterMs: number, bytes: number, outcome: string])[]]>([
    [
      'is over when all waits together exceed the total',
      { totalMs: 100 },
      [
        [60, 1, 'came'],
        [39, 1, 'came'],
        [1, 1, 'stalled'],
      ],
    ],
    [
      'is not renewed by fewer than 64 KiB',
      { totalMs: 1_000, stallMs: 100 },
      [
        [99, 65_535, 'came'],
        [1, 1, 'stalled'],
      ],
    ],
    [
      'is renewed by 64 KiB',
      { totalMs: 1_000, stallMs: 100 },
      [
        [50, 65_535, 'came'],
        [49, 1, 'came'],
        [99, 1, 'came'],
        [1, 1, 'stalled'],
      ],
    ],
    [
      'is renewed by 64 KiB only up to the total',
      { totalMs: 150, stallMs: 100 },
      [
        [99, 65_536, 'came'],
        [51, 65_536, 'stalled'],
      ],
    ],
    [
      'has 30 s for each 64 KiB by default',
      { totalMs: 100_000 },
      [
        [29_999, 65_536, 'came'],
        [30_000, 65_536, 'stalled'],
      ],
    ],
  ])('%s', async (_, pace, steps) => {
    const stream = new PassThrough();
    const source = new PacedSource(stream, pace);
    for (const [afterMs, bytes, outcome] of steps) expect(await receive(source, stream, afterMs, bytes)).toBe(outcome);
  });

  it('does not pass while the reader works', async () => {
    const stream = new PassThrough();
    const source = new PacedSource(stream, { totalMs: 100, stallMs: 100 });
    expect(await receive(source, stream, 50)).toBe('came');
    vi.advanceTimersByTime(10_000);
    expect(await receive(source, stream, 49)).toBe('came');
  });
});

describe('a released source', () => {
  it('leaves the rest of the stream to others', async () => {
    const stream = new PassThrough();
    const source = new PacedSource(stream, patient);
    stream.write('mine');
    await source.next();
    await source.release();
    expect(stream.destroyed).toBe(false);
    stream.end('theirs');
    expect(Buffer.concat((await stream.toArray()) as Buffer[]).toString()).toBe('theirs');
  });

  it('is released while it waits for a chunk that never comes', async () => {
    const stream = new PassThrough();
    const source = new PacedSource(stream, { ...patient, stallMs: 5 });
    await expect(source.next()).rejects.toMatchObject({ fault: 'stalled' });
    await source.release();
    expect(stream.destroyed).toBe(false);
  });
});
