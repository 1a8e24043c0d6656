import { describe, expect, it } from 'vitest';
import { measuredWith } from '../fixtures/details.js';
import { pauseAudibility, recordingAreas } from './recording-areas.js';

type Changes = Parameters<typeof measuredWith>[0];

describe('recordingAreas', () => {
  it.each<[string, Changes, string[]]>([
    ['a good recording', {}, []],
    ['0.5 % clipped', { clipped: 0.005 }, []],
    ['0.6 % clipped', { clipped: 0.006 }, ['overdriven-recording']],
    ['an end 24 dB below the loudest part', { end: -24 }, ['cut-recording']],
    ['an end 26 dB below it', { end: -26 }, []],
    ['a loud end in background noise', { end: -10, range: 29, hnr: 9 }, []],
    ['a loud end of a clean voice without a pause', { end: -10, range: 29, hnr: 15 }, ['cut-recording']],
    ['a range of 15 dB', { range: 15, hnr: 5 }, []],
    ['a range of 14 dB', { range: 14, hnr: 5 }, ['noisy-recording']],
    ['a range of 14 dB with a clean voice', { range: 14, hnr: 10 }, []],
    ['clipping in a noisy room', { range: 14, hnr: 5, clipped: 0.1 }, ['noisy-recording']],
    ['a voiced share of 9 % and a poor score', { pitch: { voiced_fraction: 0.09 }, overall_score: 39 }, ['no-voice']],
    ['a voiced share of 10 % and a poor score', { pitch: { voiced_fraction: 0.1 }, overall_score: 39 }, []],
    ['a whisper that matches a whisper', { pitch: { voiced_fraction: 0 }, overall_score: 40 }, []],
    ['a whisper without a reference', { pitch: { voiced_fraction: 0 }, overall_score: null }, ['no-voice']],
    ['a whisper in a noisy room', { pitch: { voiced_fraction: 0 }, range: 10, hnr: 2 }, ['noisy-recording']],
  ])('of %s', (_, changes, expected) => {
    expect(recordingAreas(measuredWith(changes)).map(({ code }) => code)).toEqual(expected);
  });

  it('concerns the whole recording and has a message in both languages', () => {
    for (const changes of [
      { clipped: 0.1 },
      { range: 5, hnr: 1 },
      { pitch: { voiced_fraction: 0 }, overall_score: 0 },
    ]) {
      const [area] = recordingAreas(measuredWith(changes));
      expect([area!.start, area!.end]).toEqual([null, null]);
      expect(area!.message['zh-TW']).toMatch(/\p{Script=Han}/u);
      expect(area!.message['en-US']).toMatch(/^[\p{ASCII}]+$/u);
    }
  });

  it('reads results of services without acoustics', () => {
    const { detailed_analysis: details, ...scores } = measuredWith({ range: 10 });
    const older: typeof details = { ...details };
    delete older.acoustics;
    expect(recordingAreas({ ...scores, detailed_analysis: older }).map(({ code }) => code)).toEqual([
      'noisy-recording',
    ]);
  });
});

describe('pauseAudibility', () => {
  it.each([
    [25, 5, 'audible'],
    [40, 5, 'audible'],
    [24, 5, 'masked'],
    [24, 9.9, 'masked'],
    [24, 10, 'none'],
  ])('is at a range of %i dB and an HNR of %d dB %s', (range, hnr, expected) => {
    expect(pauseAudibility(measuredWith({ range, hnr }).detailed_analysis)).toBe(expected);
  });
});
