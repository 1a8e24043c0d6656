import { describe, expect, it } from 'vitest';
import { measuredWith, segmentAt } from '../fixtures/details.js';
import { speechAreas } from './speech-areas.js';

type Changes = Parameters<typeof measuredWith>[0];
const segments = (...similarities: number[]) =>
  similarities.map((similarity, index) => segmentAt(0.4 * index, { similarity }));

describe('speechAreas', () => {
  it.each<[string, Changes, string[]]>([
    ['a good recording', {}, []],
    ['a median similarity of 80', { segments: segments(60, 80, 99) }, []],
    ['a median similarity of 79', { segments: segments(60, 79, 99) }, ['blurred-sounds']],
    ['no segments', { segments: [] }, []],
    ['half of the F0 range of the reference', { pitch: { f0_range_semitones: 4 } }, []],
    ['less than half of it', { pitch: { f0_range_semitones: 3.9 } }, ['flat-melody']],
    ['a flat reference', { pitch: { f0_range_semitones: 1, reference_f0_range_semitones: 2.9 } }, []],
    ['a reference without voice', { pitch: { f0_range_semitones: 1, reference_f0_range_semitones: null } }, []],
    ['an HNR of 7 dB', { hnr: 7 }, []],
    ['an HNR of 6.9 dB', { hnr: 6.9 }, ['hoarse-voice']],
    ['the same in a noisy room', { hnr: 6.9, range: 29 }, []],
    ['the same with background noise', { hnr: 6.9, snr: 24 }, []],
  ])('of %s', (_, changes, expected) => {
    expect(speechAreas(measuredWith(changes)).map(({ code }) => code)).toEqual(expected);
  });
});
