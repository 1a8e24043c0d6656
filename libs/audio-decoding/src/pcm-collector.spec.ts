import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DecodingLimits } from './decoding-budget.js';
import { PcmCollector } from './pcm-collector.js';

const collector = (limits: Partial<DecodingLimits> = {}, signal?: AbortSignal) =>
  new PcmCollector({ maxDurationSeconds: 2, ...limits }, signal);
const ramp = (length: number, from = 0) => Float32Array.from({ length }, (_, index) => (from + index) / 1_000);

describe('checkSource', () => {
  it.each([
    [4_000, 1],
    [384_000, 32],
  ])('accepts %i Hz with %i channels', (sampleRate, channels) => {
    expect(() => collector().checkSource({ sampleRate, channels })).not.toThrow();
  });

  it.each([
    [3_999, 1],
    [384_001, 1],
    [NaN, 1],
    [16_000, 0],
    [16_000, 33],
    [16_000, NaN],
  ])('refuses %d Hz with %d channels', (sampleRate, channels) => {
    expect(() => collector().checkSource({ sampleRate, channels })).toThrow(/must/);
  });

  it.each([
    [32_000, false],
    [32_001, true],
  ])('refuses a declared length of %i samples at 16 kHz: %s', (length, isRefused) => {
    const check = () => collector().checkSource({ sampleRate: 16_000, channels: 1, length });
    if (isRefused) expect(check).toThrow(/longer than 2 s/);
    else expect(check).not.toThrow();
  });

  it('has a limit of the sample rate that can be lowered', () => {
    const check = (sampleRate: number) => () =>
      collector({ maxSampleRate: 48_000 }).checkSource({ sampleRate, channels: 1 });
    expect(check(48_000)).not.toThrow();
    expect(check(96_000)).toThrow(/48000/);
  });
});

describe('checkPackets', () => {
  it.each([
    [801, false],
    [1_201, true],
  ])('refuses %i packets of 2.5 ms for 2 s: %s', (count, isRefused) => {
    const check = () => collector().checkPackets(count);
    if (isRefused) expect(check).toThrow(/longer/);
    else expect(check).not.toThrow();
  });
});

describe('add and finish', () => {
  it('joins blocks of any lengths', () => {
    const lengths = fc.array(fc.integer({ min: 0, max: 500 }), { maxLength: 20 });
    fc.assert(
      fc.property(lengths, (each) => {
        const subject = collector();
        let from = 0;
        for (const length of each) {
          subject.add([ramp(length, from)], 16_000);
          from += length;
        }
        expect(subject.finish().samples).toEqual(ramp(from));
      }),
    );
  });

  it('reports rate and channels of the file', () => {
    const subject = collector();
    subject.add([ramp(10), ramp(10)], 44_100);
    expect(subject.finish()).toMatchObject({ sampleRate: 44_100, sourceSampleRate: 44_100, channels: 2 });
    expect(collector().finish()).toMatchObject({ sampleRate: 0, channels: 0 });
  });

  it('halves a rate of 96 kHz', () => {
    const subject = collector();
    subject.add([new Float32Array(9_600).fill(0.5)], 96_000);
    const { samples, sampleRate, sourceSampleRate } = subject.finish();
    expect([samples.length, sampleRate, sourceSampleRate]).toEqual([4_800, 48_000, 96_000]);
    expect(samples[2_400]).toBeCloseTo(0.5, 4);
  });

  it.each([
    [{ skip: 3 }, 7, 0.003],
    [{ keep: 4 }, 4, 0],
    [{ skip: 3, keep: 4 }, 4, 0.003],
    [{ skip: 99 }, 0, undefined],
    [{ keep: 99 }, 10, 0],
  ])('cuts %j', (trim, length, first) => {
    const subject = collector();
    subject.add([ramp(10)], 16_000);
    const { samples } = subject.finish(trim);
    expect(samples).toHaveLength(length);
    if (first === undefined) expect(samples[0]).toBeUndefined();
    else expect(samples[0]).toBeCloseTo(first, 6);
  });

  it('refuses a recording that becomes too long', () => {
    const subject = collector();
    subject.add([ramp(32_000)], 16_000);
    expect(() => subject.add([ramp(1)], 16_000)).toThrow(/longer than 2 s/);
  });

  it('refuses a recording that needs more values than its budget while it is decoded', () => {
    const subject = collector();
    const block = Array.from({ length: 8 }, () => ramp(48_000));
    subject.add(block, 192_000);
    expect(() => subject.add(block, 192_000)).toThrow(
      'With 8 channels at 192000 Hz the recording may last at most 0.2 s.',
    );
  });

  it('counts damage', () => {
    const subject = collector();
    subject.addDamage(2);
    subject.add([ramp(10)], 16_000);
    subject.addDamage(1);
    expect(subject.finish().damagedFrames).toBe(3);
  });

  it('refuses a rate that changes', () => {
    const subject = collector();
    subject.add([ramp(10)], 16_000);
    expect(() => subject.add([ramp(10)], 48_000)).toThrow(/changes/);
  });

  it('throws the reason of an aborted signal', () => {
    const subject = collector({}, AbortSignal.abort(new Error('left')));
    expect(() => subject.add([ramp(10)], 16_000)).toThrow('left');
    expect(() => subject.checkSource({ sampleRate: 16_000, channels: 1 })).toThrow('left');
  });
});
