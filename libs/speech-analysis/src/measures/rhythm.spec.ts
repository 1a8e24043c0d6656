import { describe, expect, it } from 'vitest';
import { intervals } from '../fixtures/tracks.js';
import { rhythmOf } from './rhythm.js';

describe('rhythm', () => {
  const sounding = [
    { start: 0, end: 2 },
    { start: 3, end: 4 },
  ];
  const silences = { sounding, pauses: [{ start: 2, end: 3 }] };

  it('counts syllables with and without the pauses', () => {
    const rhythm = rhythmOf([0.2, 0.6, 1, 1.4, 1.8, 3.5], silences);
    expect(rhythm).toMatchObject({ speechRate: 1.5, articulationRate: 2, pauseRatio: 0.25 });
    expect(rhythm.npvi!).toBeCloseTo(0, 6);
  });

  it('is uneven by as much as neighbouring syllables differ, pauses left out', () => {
    // 0.2 and 0.4 s differ by 2/3 of their mean, every time; the pause between the stretches does not count.
    expect(rhythmOf([0.1, 0.3, 0.7, 0.9, 1.3, 3.1], silences).npvi!).toBeCloseTo(200 / 3, 6);
    expect(rhythmOf([0.1, 3.1], silences).npvi).toBeNull();
  });
});

describe('rhythmOf', () => {
  it('has no values when nothing sounds', () => {
    expect(rhythmOf([], { sounding: [], pauses: [] })).toEqual({
      speechRate: null,
      articulationRate: null,
      pauseRatio: null,
      npvi: null,
    });
  });

  it('has equal rates without pauses', () => {
    const { speechRate, articulationRate, pauseRatio } = rhythmOf([0.1, 0.4, 0.7], {
      sounding: intervals([0, 1.5]),
      pauses: [],
    });
    expect([speechRate, articulationRate, pauseRatio]).toEqual([2, 2, 0]);
  });

  it.each([
    ['even', [0, 0.2, 0.4, 0.6], 0],
    ['1 : 2', [0, 0.1, 0.3, 0.4, 0.6], 200 / 3],
    ['1 : 3', [0, 0.1, 0.4, 0.5, 0.8], 100],
    ['rising by half', [0, 0.2, 0.5, 0.95], 40],
  ])('has for durations that are %s the closed form of the nPVI', (_, nuclei, expected) => {
    expect(rhythmOf(nuclei, { sounding: intervals([0, 1]), pauses: [] }).npvi).toBeCloseTo(expected, 6);
  });

  it('does not depend on the tempo', () => {
    const nuclei = [0.1, 0.25, 0.5, 0.62, 0.9];
    const npviAt = (factor: number) =>
      rhythmOf(
        nuclei.map((time) => factor * time),
        { sounding: intervals([0, factor]), pauses: [] },
      ).npvi;
    expect(npviAt(2)).toBeCloseTo(npviAt(1)!, 9);
  });
});
