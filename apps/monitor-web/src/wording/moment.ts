import type { Language } from '@vocalborn/task';
import type { Words } from '../language/dictionaries.js';

const sizes = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'm', seconds: 60 },
] as const;

/** Formats a duration in its two largest units: `2 h 5 min`, `12.3 s`. Rounds to tenths of a second. */
export function lengthOf(seconds: number, { units }: Words['time']): string {
  // Rounding first: 59.96 s is 1 min, not 60 s.
  const rounded = Math.round(seconds * 10) / 10;
  const size = sizes.findIndex((candidate) => rounded >= candidate.seconds);
  const large = sizes[size];
  if (!large) return `${rounded} ${units.s}`;
  const small = sizes[size + 1] ?? { unit: 's', seconds: 1 };
  const count = Math.floor(rounded / large.seconds);
  const rest = Math.floor((rounded % large.seconds) / small.seconds);
  return `${count} ${units[large.unit]}${rest === 0 ? '' : ` ${rest} ${units[small.unit]}`}`;
}

/** Seconds between two ISO instants; null when either is null. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;
}

const forms = {
  full: { dateStyle: 'medium', timeStyle: 'medium' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** Formats an instant in the time zone of the browser. */
export function momentOf(iso: string, language: Language, form: keyof typeof forms = 'full'): string {
  return new Intl.DateTimeFormat(language, forms[form]).format(new Date(iso));
}

/** Formats an instant of today as time, any other with its day. */
export function shortMoment(iso: string, language: Language, now: Date = new Date()): string {
  const sameDay = new Date(iso).toDateString() === now.toDateString();
  return momentOf(iso, language, sameDay ? 'time' : 'day');
}
