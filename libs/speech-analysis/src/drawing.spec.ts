import { describe, expect, it } from 'vitest';
import { analyzeRecording } from './analyze-recording.js';
import { sample, withGain, withNoise } from './fixtures/signals.js';

const example = sample('zh-example');
const patient = sample('zh-patient');
const drawn = (recording = patient, reference: typeof example | null = example) => {
  const { detailed_analysis: details } = analyzeRecording({ sample: recording, reference, language: 'zh-TW' });
  return { ...details, drawing: details.drawing! };
};

describe('the series of a drawing', () => {
  it('lie on one axis over the whole recording, and have 600 points at most', () => {
    const long = { samples: new Float32Array(patient.samples.length * 4), sampleRate: patient.sampleRate };
    for (let turn = 0; turn < 4; turn += 1) long.samples.set(patient.samples, turn * patient.samples.length);
    const { drawing } = drawn(long);
    const seconds = long.samples.length / long.sampleRate;
    expect(drawing.peak.length).toBeLessThanOrEqual(600);
    expect(drawing.peak.length * drawing.time_step_seconds).toBeCloseTo(seconds, 1);
    expect(drawing.f0_hz).toHaveLength(drawing.peak.length);
    expect(drawing.example_f0_hz).toHaveLength(drawing.peak.length);
    expect(JSON.stringify(drawing).length).toBeLessThan(16_000);
  });

  it('show the level of the recording', () => {
    const [loud, quiet] = [drawn().drawing.peak, drawn(withGain(patient, -6)).drawing.peak];
    expect(Math.max(...quiet) / Math.max(...loud)).toBeCloseTo(0.5, 1);
  });

  it('show how far the speech stands out of the room, and name what the room drowns', () => {
    const [quiet, noisy] = [drawn().drawing, drawn(withNoise(patient, -3)).drawing];
    expect(quiet.snr_db).toHaveLength(quiet.peak.length);
    expect(Math.max(...quiet.snr_db!)).toBeGreaterThan(40);
    expect(Math.max(...noisy.snr_db!)).toBeLessThan(20);
    expect(quiet.unjudged).toEqual([]);
    expect(noisy.unjudged?.map(({ reason }) => reason)).toContain('noise');
  });

  it('name what the recorder cut off', () => {
    const loud = { ...patient, samples: patient.samples.map((value) => Math.max(-1, Math.min(1, 30 * value))) };
    expect(drawn(loud).drawing.unjudged?.map(({ reason }) => reason)).toContain('clipping');
  });

  it('put the example over the recording: over itself it has the same melody', () => {
    const { drawing } = drawn(example);
    expect(drawing.example_f0_hz).toEqual(drawing.f0_hz);
  });

  it('have no example where there is none', () => {
    expect(drawn(patient, null).drawing.example_f0_hz).toBeNull();
  });
});

describe('a segment', () => {
  it('is marked as off when its sounds are far from the example', () => {
    expect(drawn(example).segments.every(({ off }) => off === false)).toBe(true);
    expect(drawn(sample('en-example')).segments.some(({ off }) => off)).toBe(true);
  });
});
