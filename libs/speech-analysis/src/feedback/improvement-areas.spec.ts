import { describe, expect, it } from 'vitest';
import { measuredWith, segmentAt } from '../fixtures/details.js';
import { improvementAreas } from './improvement-areas.js';
import type { Segment } from './segments.js';

type Changes = Parameters<typeof measuredWith>[0];
const codes = (changes: Changes): string[] => improvementAreas(measuredWith(changes)).map(({ code }) => code);
const off = (start: number, changes: Partial<Segment> = {}): Segment =>
  segmentAt(start, { similarity: 40, off: true, ...changes });
const like = (start: number): Segment => segmentAt(start);

describe('improvementAreas', () => {
  it.each<[string, Changes, string[]]>([
    ['a good recording', {}, []],
    ['0.3 s more of pauses', { timing: { pause_seconds: 0.3 } }, []],
    ['0.4 s more of pauses', { timing: { pause_seconds: 0.4 } }, ['long-pauses']],
    ['as many pauses as the reference', { timing: { pause_seconds: 2, reference_pause_seconds: 2 } }, []],
    ['speech 1.35 times as long', { timing: { speech_seconds: 2.7 } }, []],
    ['speech 1.4 times as long', { timing: { speech_seconds: 2.8 } }, ['slow']],
    ['speech 0.7 times as long', { timing: { speech_seconds: 1.4 } }, []],
    ['speech 0.65 times as long', { timing: { speech_seconds: 1.3 } }, ['fast']],
    ['faint sounds that a recorder did not take', { timing: { speech_seconds: 1.3, tempo_ratio: 0.95 } }, []],
    ['pauses that only the recorder made', { timing: { pause_seconds: 2, additional_pause_seconds: 0.2 } }, []],
    ['a reference without speech', { timing: { reference_speech_seconds: 0 } }, []],
    ['a rhythm of 54', { rhythm_score: 54 }, ['uneven-rhythm']],
    ['a rhythm of 55', { rhythm_score: 55 }, []],
    ['an uneven rhythm of a slow speaker', { rhythm_score: 20, timing: { speech_seconds: 3 } }, ['slow']],
    ['a melody of 0.39', { pitch: { contour_correlation: 0.39 } }, ['melody']],
    ['a melody of 0.4', { pitch: { contour_correlation: 0.4 } }, []],
    ['no melody to compare', { pitch: { contour_correlation: null } }, []],
    [
      'long pauses, a slow tempo and another melody',
      { timing: { pause_seconds: 1, speech_seconds: 3 }, pitch: { contour_correlation: 0 } },
      ['long-pauses', 'slow', 'melody'],
    ],
  ])('gives for %s the advice', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });

  it('says nothing of the speech without a score', () => {
    expect(codes({ overall_score: null, timing: { pause_seconds: 2 } })).toEqual([]);
    expect(codes({ overall_score: null, clipped: 0.1 })).toEqual(['overdriven-recording']);
  });

  it.each<[string, number, string[]]>([
    ['no evidence of the sentence', 0.09, []],
    ['some evidence of the sentence', 0.1, ['unclear-segment']],
  ])('gives advice on parts only of the right sentence: %s', (_, same, expected) => {
    expect(codes({ same, segments: [like(0), like(0.4), like(0.8), off(1.2), off(1.6)] })).toEqual(expected);
  });

  it('names the least similar part of a poor score that no rule explains', () => {
    const segments = [like(0), segmentAt(0.4, { similarity: 81 }), like(0.8)];
    expect(codes({ overall_score: 70, segments })).toEqual([]);
    const [area] = improvementAreas(measuredWith({ overall_score: 69, segments }));
    expect(area).toMatchObject({ code: 'unclear-segment', start: 0.4 });
  });
});

describe('the advice on unclear segments', () => {
  const rest = Array.from({ length: 8 }, (_, index) => like(4 + index * 0.4));
  const unclear = (segments: Segment[], changes: Changes = {}) =>
    improvementAreas(measuredWith({ ...changes, segments: [...segments, ...rest] }))
      .filter(({ code }) => code === 'unclear-segment')
      .map(({ start, end }) => [start, end]);

  it('merges segments with a gap below 50 ms', () => {
    expect(unclear([off(0), off(0.425)])).toEqual([[0, 0.825]]);
    expect(unclear([off(0), off(0.46)])).toHaveLength(2);
  });

  it('marks the two least similar parts, the worst first', () => {
    expect(unclear([off(0, { similarity: 50 }), off(1, { similarity: 20 }), off(2, { similarity: 30 })])).toEqual([
      [1, 1.4],
      [2, 2.4],
    ]);
  });

  it('counts a merged part by its least similar segment', () => {
    const parts = [off(0, { similarity: 50 }), off(0.4, { similarity: 10 }), off(1), off(2)];
    expect(unclear(parts)[0]).toEqual([0, 0.8]);
  });

  it('leaves out a segment that is mostly a pause', () => {
    const paused = (end: number) => unclear([off(0)], { timing: { pauses: [{ start: 0, end }] } });
    expect(paused(0.2)).toHaveLength(1);
    expect(paused(0.21)).toHaveLength(0);
  });

  it('leaves them all out of an overdriven recording', () => {
    expect(unclear([off(0)], { clipped: 0.1 })).toEqual([]);
  });

  it('names the times in both languages', () => {
    const [area] = improvementAreas(measuredWith({ segments: [off(1.2), ...rest] }));
    expect(area!.message['en-US']).toContain('From 1.2 to 1.6 s');
    expect(area!.message['zh-TW']).toContain('第 1.2 到 1.6 秒');
  });
});

describe('the advice where pauses cannot be measured', () => {
  it.each<[string, Changes, string[]]>([
    ['a slow tempo in background noise', { range: 20, hnr: 5, timing: { speech_seconds: 3 } }, ['noisy-recording']],
    ['a slow tempo in strong noise', { range: 10, hnr: 5, timing: { speech_seconds: 3 } }, ['noisy-recording']],
    ['a slow tempo beside a hum', { range: 20, hnr: 15, timing: { speech_seconds: 3 } }, []],
    ['a fast tempo beside a hum', { range: 20, hnr: 15, timing: { speech_seconds: 1 } }, ['fast']],
    ['long pauses beside a hum', { range: 20, hnr: 15, timing: { pause_seconds: 1 } }, ['long-pauses']],
    ['a good tempo in background noise', { range: 20, hnr: 5 }, []],
  ])('is for %s', (_, changes, expected) => {
    expect(codes(changes)).toEqual(expected);
  });
});
