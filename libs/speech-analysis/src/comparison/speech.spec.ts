import { describe, expect, it } from 'vitest';
import { buzz, gaussianNoise } from '../fixtures/signals.js';
import { sine } from '../fixtures/tracks.js';
import { carriedSpeech, measureSpeech } from './speech.js';

const padded = (rate: number): Float32Array => {
  const samples = new Float32Array(2 * rate);
  samples.set(buzz(150, 1, rate), rate / 2);
  return samples;
};

describe('measureSpeech', () => {
  it.each([8_000, 16_000, 44_100])('finds the speech between silences at %i Hz', (sampleRate) => {
    const speech = measureSpeech({ samples: padded(sampleRate), sampleRate }, false);
    expect(speech.durationSeconds).toBe(2);
    expect(Math.abs(speech.from - 50)).toBeLessThanOrEqual(4);
    expect(Math.abs(speech.to - 150)).toBeLessThanOrEqual(4);
    expect([speech.pitch.length, speech.intensity.length]).toEqual([200, 200]);
    expect(speech.signal).toHaveLength(32_000);
  });

  it('has the F0 and the intensity at the centre of each frame', () => {
    const speech = measureSpeech({ samples: padded(16_000), sampleRate: 16_000 }, false);
    for (let frame = 60; frame < 140; frame += 10) expect(speech.pitch[frame]).toBeCloseTo(150, 0);
    expect(speech.pitch[10]).toBe(0);
    expect(speech.intensity[100]! - speech.intensity[10]!).toBeGreaterThan(80);
  });

  it('measures a reference at 16 kHz and a recording at its own rate', () => {
    const recording = { samples: padded(48_000), sampleRate: 48_000 };
    const [own, reference] = [measureSpeech(recording, false), measureSpeech(recording, true)];
    expect(reference.contours.pitch.values[100]).toBeCloseTo(own.contours.pitch.values[100]!, 1);
    expect(Math.abs(own.from - reference.from)).toBeLessThanOrEqual(1);
  });

  it('has no speech in silence', () => {
    const { from, to } = measureSpeech({ samples: new Float32Array(16_000), sampleRate: 16_000 }, false);
    expect([from, to]).toEqual([0, 0]);
  });
});

describe('carriedSpeech', () => {
  /** A voice of one second, and before it a hum of half a second that a telephone does not carry. */
  const samples = new Float32Array(32_000);
  samples.set(
    sine(120, 0.5).map((value) => 0.1 * value),
    8_000,
  );
  samples.set(buzz(150, 1, 16_000), 16_000);
  const speech = measureSpeech({ samples, sampleRate: 16_000 }, false);

  it('leaves out a faint sound at the end that a telephone does not carry', () => {
    expect(Math.abs(speech.from - 50)).toBeLessThanOrEqual(4);
    expect(Math.abs(carriedSpeech(speech).from - 100)).toBeLessThanOrEqual(4);
    expect(carriedSpeech(speech).to).toBe(speech.to);
  });

  it('is the speech itself where a rumble before a whisper is all that sounds in the whole band', () => {
    const rumble = sine(40, 1).map((value, index) => value * Math.sin((Math.PI * index) / 16_000));
    const whisper = gaussianNoise(16_000).map((value, index) => 0.01 * value * (1 + Math.sin(index / 400)));
    const together = new Float32Array(48_000);
    together.set(rumble);
    together.set(whisper, 32_000);
    const drowned = measureSpeech({ samples: together, sampleRate: 16_000 }, false);
    expect(drowned.silences.sounding[0]!.start).toBeGreaterThan(drowned.to / 100);
    expect(carriedSpeech(drowned)).toMatchObject({ from: drowned.from, to: drowned.to });
  });

  it('is the speech itself where a telephone carries nothing', () => {
    const hum = { samples: sine(100, 1), sampleRate: 16_000 };
    const { from, to } = measureSpeech(hum, false);
    expect(carriedSpeech(measureSpeech(hum, false))).toMatchObject({ from, to });
  });
});
