import { describe, expect, it } from 'vitest';
import { drawResult, pictureLanguages, pictureThemes, type DrawnResult } from './draw-result.js';

const points = 200;
const result: DrawnResult = {
  segments: [
    { start: 0.2, end: 0.6, reference_start: 0, reference_end: 0.4, similarity: 90, off: false },
    { start: 0.6, end: 1, reference_start: 0.4, reference_end: 0.8, similarity: 30, off: true },
  ],
  drawing: {
    time_step_seconds: 0.01,
    peak: Array.from({ length: points }, (_, index) => index / points),
    f0_hz: Array.from({ length: points }, (_, index) => (index % 50 < 30 ? 120 + index / 10 : null)),
    example_f0_hz: Array.from({ length: points }, (_, index) => (index % 50 < 30 ? 240 + index / 5 : null)),
  },
};
const light = { language: 'zh-TW', theme: 'light' } as const;
const pathsOf = (svg: string | null, colour: string) =>
  [...(svg ?? '').matchAll(/<path d="([^"]+)" fill="none" stroke="([^"]+)"/g)].filter((match) => match[2] === colour);

describe('the picture of a result', () => {
  it.each(pictureLanguages.flatMap((language) => pictureThemes.map((theme) => ({ language, theme }))))(
    'is well-formed, has a title and holds nothing that runs or loads: %j',
    (options) => {
      const svg = drawResult(result, options) ?? '';
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" .*<title id="title">[^<]+<\/title>.*<\/svg>$/);
      const withoutNamespace = svg.replace('http://www.w3.org/2000/svg', '');
      expect(withoutNamespace).not.toMatch(/script|style|href|url\(|http|NaN|undefined|Infinity/);
      const opened = svg.match(/<[a-z]/g)?.length;
      expect(opened).toBe((svg.match(/<\//g)?.length ?? 0) + (svg.match(/\/>/g)?.length ?? 0));
    },
  );

  it('lays a deep and a high voice over each other when they say the same', () => {
    const svg = drawResult(result, light);
    const [[, mine = ''] = []] = pathsOf(svg, '#0072b2');
    const [[, theirs = ''] = []] = pathsOf(svg, '#b35900');
    expect(mine).toBe(theirs);
    expect(mine.match(/M/g)).toHaveLength(4);
  });

  it('shades and names the segments that are off, and no others', () => {
    const svg = drawResult(result, { language: 'en-US', theme: 'light' }) ?? '';
    expect(svg).toContain('<desc id="desc">parts that differ most: 0.6–1.0 s</desc>');
    expect(svg.match(/height="330" fill="#fbe3d6"/g)).toHaveLength(1);
  });

  it.each([
    [
      'what has no length',
      [
        [0.1, 0.1],
        [0.1, 0.1],
        [0.6, 1],
      ],
      'parts that differ most: 0.6–1.0 s',
    ],
    [
      'what is shorter than a decimal shows',
      [
        [0.11, 0.14],
        [0.6, 1],
      ],
      'parts that differ most: 0.6–1.0 s',
    ],
    ['nothing but such parts', [[0.1, 0.1]], 'Your recording and the example'],
    [
      'neighbours',
      [
        [0.2, 0.6],
        [0.6, 1],
        [1.2, 1.4],
      ],
      'parts that differ most: 0.2–1.0 s, 1.2–1.4 s',
    ],
    [
      'short neighbours that are long together',
      [
        [0.5, 0.54],
        [0.54, 0.58],
      ],
      'parts that differ most: 0.5–0.6 s',
    ],
  ] as const)('tells in words only what can be told with one decimal: %s', (_, times, description) => {
    const off = times.map(([start, end]) => ({ ...result.segments[1]!, start, end }));
    const svg = drawResult({ ...result, segments: off }, { language: 'en-US', theme: 'light' });
    expect(/<desc id="desc">([^<]*)</.exec(svg ?? '')?.[1]).toBe(description);
  });

  it('has one melody without an example, and none where nobody speaks', () => {
    const alone = { segments: [], drawing: { ...result.drawing!, example_f0_hz: null } };
    expect(pathsOf(drawResult(alone, light), '#b35900')).toHaveLength(0);
    const mute = { segments: [], drawing: { ...alone.drawing, f0_hz: alone.drawing.f0_hz.map(() => null) } };
    expect(pathsOf(drawResult(mute, light), '#0072b2')).toHaveLength(0);
  });

  it('shades and names the parts that could not be judged', () => {
    const unjudged = [{ start: 1.2, end: 1.5, reason: 'noise' as const }];
    const svg = drawResult({ ...result, drawing: { ...result.drawing!, unjudged } }, { ...light, language: 'en-US' });
    expect(svg).toContain('parts that differ most: 0.6–1.0 s; not judged: 1.2–1.5 s</desc>');
    expect(svg?.match(/height="330" fill="#d5dae1"/g)).toHaveLength(1);
    expect(drawResult(result, { ...light, language: 'en-US' })).not.toContain('not judged');
  });

  it.each([5, 12, 100, 130])('keeps the labels of the time axis inside at %d s', (seconds) => {
    const drawing = { ...result.drawing!, time_step_seconds: seconds / points };
    const labels = [...(drawResult({ ...result, drawing }, light) ?? '').matchAll(/<text x="([\d.]+)" y="392.0"/g)];
    expect(labels.length).toBeGreaterThan(3);
    for (const [, x] of labels) expect(Number(x)).toBeLessThanOrEqual(942);
  });

  it('draws no plateau of values beyond the scale', () => {
    const f0 = Array.from({ length: points }, (_, index) => (index < 120 ? 120 : 500));
    const svg = drawResult({ ...result, drawing: { ...result.drawing!, f0_hz: f0, example_f0_hz: null } }, light);
    const [[, path = ''] = []] = pathsOf(svg, '#0072b2');
    expect(path.match(/[ML]/g)).toHaveLength(120);
  });

  it('cannot be had of a result without series', () => {
    expect(drawResult({ segments: [] }, light)).toBeNull();
  });
});
