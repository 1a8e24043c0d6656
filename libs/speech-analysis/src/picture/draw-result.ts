import type { AnalysisResult } from '@vocalborn/ai-contract';
import { melodyPaths, semitonesFromMedian, withoutPitchErrors, type Panel } from './melody.js';
import { colours, words, type PictureLanguage, type PictureTheme } from './words-and-colours.js';

export { pictureLanguages, pictureThemes, type PictureLanguage, type PictureTheme } from './words-and-colours.js';

/** The part of a result that is drawn. */
export type DrawnResult = Pick<AnalysisResult['detailed_analysis'], 'segments' | 'drawing'>;

export interface PictureOptions {
  readonly language: PictureLanguage;
  readonly theme: PictureTheme;
}

const [width, height] = [960, 430];
const [left, right] = [64, 944];
const wave: Panel = { top: 40, bottom: 140 };
const melody: Panel = { top: 170, bottom: 370 };

/** Semitones shown above and below the median: an octave each way contains all but F0 errors. */
const reach = 12;

/** Possible intervals between marks on the time axis, in seconds; one gives about ten marks. */
const tickSteps = [0.2, 0.5, 1, 2, 5, 10, 20, 60, 120];

/**
 * Draws a result as SVG: the waveform above; below it the F0 of the patient over that of the reference, each in
 * semitones from its own median, so that low and high voices coincide; segments that are off are shaded. The SVG holds
 * no script, no style sheet and no link.
 * @returns null when the result has no series to draw
 */
export function drawResult({ segments, drawing }: DrawnResult, { language, theme }: PictureOptions): string | null {
  if (!drawing || drawing.peak.length === 0) return null;
  const [say, paint] = [words[language], colours[theme]];
  const seconds = drawing.peak.length * drawing.time_step_seconds;
  const x = (time: number): number => left + ((right - left) * Math.min(time, seconds)) / seconds;
  const off = segments.filter((segment) => segment.off === true);
  const shades = off.map(({ start, end }) => shade(x(start), x(end), paint.off)).join('');
  const melodyOf = (f0: readonly (number | null)[]): string =>
    melodyPaths(withoutPitchErrors(semitonesFromMedian(f0), reach), drawing.time_step_seconds, x, melody, reach);
  const [yours, theirs] = [melodyOf(drawing.f0_hz), melodyOf(drawing.example_f0_hz ?? [])];
  const unjudged = drawing.unjudged ?? [];
  const veils = unjudged.map(({ start, end }) => shade(x(start), x(end), paint.unjudged)).join('');
  const line = (path: string, colour: string, more = ''): string =>
    path === ''
      ? ''
      : `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2.5" stroke-linecap="round"${more}/>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title desc"`,
    ` lang="${language}" font-family="sans-serif" font-size="14">`,
    `<title id="title">${escaped(say.title)}</title><desc id="desc">${escaped(describe(off, unjudged, say))}</desc>`,
    `<rect width="${width}" height="${height}" fill="${paint.page}"/>${shades}${veils}`,
    wavePath(drawing.peak, drawing.time_step_seconds, x, paint.wave),
    axes(seconds, x, say, paint),
    line(theirs, paint.example, ' stroke-dasharray="7 5"'),
    line(yours, paint.yours),
    legend(say, paint, { hasExample: drawing.example_f0_hz !== null, hasUnjudged: unjudged.length > 0 }),
    '</svg>',
  ].join('');
}

type Words = (typeof words)[PictureLanguage];
type Colours = (typeof colours)[PictureTheme];

/** A part of the recording in seconds. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function describe(off: readonly Span[], unjudged: readonly Span[], say: Words): string {
  const told = (label: string, spans: readonly Span[]): string[] => {
    const parts = stretches(spans).map(({ start, end }) => `${start.toFixed(1)}–${end.toFixed(1)} ${say.seconds}`);
    return parts.length === 0 ? [] : [`${label}: ${parts.join(', ')}`];
  };
  const parts = [...told(say.off, off), ...told(say.unjudged, unjudged)];
  return parts.length === 0 ? say.title : parts.join('; ');
}

/** Rounds segments to one decimal; joins those that then touch and drops those without length. */
function stretches(segments: readonly Span[]): Span[] {
  const told: { start: number; end: number }[] = [];
  for (const segment of segments) {
    const [start, end] = [segment.start, segment.end].map((time) => Math.round(time * 10) / 10) as [number, number];
    const last = told.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else told.push({ start, end });
  }
  return told.filter(({ start, end }) => end > start);
}

function shade(from: number, to: number, colour: string): string {
  const size = `width="${(to - from).toFixed(1)}" height="${melody.bottom - wave.top}"`;
  return `<rect x="${from.toFixed(1)}" y="${wave.top}" ${size} fill="${colour}"/>`;
}

/** Relative to the loudest point, so that a quiet recording is visible. */
function wavePath(peak: readonly number[], step: number, x: (time: number) => number, colour: string): string {
  const loudest = peak.reduce((highest, value) => Math.max(highest, value), 0.001);
  const [middle, reachY] = [(wave.top + wave.bottom) / 2, (wave.bottom - wave.top) / 2];
  const bars = peak.map((value, index) => {
    const size = Math.max(0.5, (reachY * value) / loudest);
    return `M${x((index + 0.5) * step).toFixed(1)} ${(middle - size).toFixed(1)}v${(2 * size).toFixed(1)}`;
  });
  return `<path d="${bars.join('')}" stroke="${colour}" stroke-width="1.2"/>`;
}

/** Half of the widest label of the time axis, which stays inside the picture. */
const labelMargin = 18;

const tickLabel = (time: number): string => String(Number(time.toFixed(1)));

function axes(seconds: number, x: (time: number) => number, say: Words, paint: Colours): string {
  const step = tickSteps.find((each) => seconds / each <= 12) ?? 300;
  const ticks = Array.from({ length: Math.floor(seconds / step) + 1 }, (_, index) => index * step).map((time) => {
    const mark = `<path d="M${x(time).toFixed(1)} ${melody.bottom}v6" stroke="${paint.text}"/>`;
    return (
      mark + text(Math.min(x(time), width - labelMargin), melody.bottom + 22, tickLabel(time), paint.text, 'middle')
    );
  });
  const levels = [-12, -6, 0, 6, 12].map((level) => {
    const y = (melody.top + melody.bottom) / 2 - (level * (melody.bottom - melody.top)) / (2 * reach);
    const label = text(left - 8, y + 5, level > 0 ? `+${level}` : String(level), paint.text, 'end');
    return `<path d="M${left} ${y.toFixed(1)}H${right}" stroke="${paint.faint}"/>${label}`;
  });
  return [
    text(left, wave.top - 12, say.recording, paint.text, 'start'),
    text(left, melody.top - 10, say.melody, paint.text, 'start'),
    ...levels,
    ...ticks,
    text(right, melody.bottom + 42, say.seconds, paint.text, 'end'),
  ].join('');
}

interface Shown {
  readonly hasExample: boolean;
  readonly hasUnjudged: boolean;
}

function legend(say: Words, paint: Colours, { hasExample, hasUnjudged }: Shown): string {
  const y = height - 16;
  const sample = (at: number, colour: string, dash: string): string =>
    `<path d="M${at} ${y - 5}h34" stroke="${colour}" stroke-width="2.5"${dash}/>`;
  const swatch = (at: number, colour: string, words: string): string =>
    `<rect x="${at}" y="${y - 13}" width="34" height="16" fill="${colour}" stroke="${paint.faint}"/>` +
    text(at + 42, y, words, paint.text, 'start');
  const yours = sample(left, paint.yours, '') + text(left + 42, y, say.yours, paint.text, 'start');
  const unjudged = hasUnjudged ? swatch(left + 660, paint.unjudged, say.unjudged) : '';
  if (!hasExample) return yours + unjudged;
  const example =
    sample(left + 190, paint.example, ' stroke-dasharray="7 5"') +
    text(left + 232, y, say.example, paint.text, 'start');
  return yours + example + swatch(left + 430, paint.off, say.off) + unjudged;
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(words: string): string {
  return words.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

function text(x: number, y: number, words: string, colour: string, anchor: 'start' | 'middle' | 'end'): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" fill="${colour}" text-anchor="${anchor}">${escaped(words)}</text>`;
}
