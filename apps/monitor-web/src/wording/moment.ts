import type { Language } from '@vocalborn/task';
import type { Words } from '../language/dictionaries.js';

const sizes = [
  { unit: 'd', seconds: 86_400 },
  { unit: 'h', seconds: 3_600 },
  { unit: 'm', seconds: 60 },
] as const;

/** A length of time in its two largest units: `2 h 5 min`, `12.3 s`. */
export function lengthOf(seconds: number, { units }: Words['time']): string {
  const size = sizes.findIndex((candidate) => seconds >= candidate.seconds);
  const large = sizes[size];
  if (!large) return `${Number.isInteger(seconds) ? seconds : seconds.toFixed(1)} ${units.s}`;
  const small = sizes[size + 1] ?? { unit: 's', seconds: 1 };
  const count = Math.floor(seconds / large.seconds);
  const rest = Math.floor((seconds % large.seconds) / small.seconds);
  return `${count} ${units[large.unit]}${rest === 0 ? '' : ` ${rest} ${units[small.unit]}`}`;
}

/** Seconds from one moment to another; null when either is not known. */
export function secondsBetween(from: string | null, to: string | null): number | null {
  return from === null || to === null ? null : (Date.parse(to) - Date.parse(from)) / 1000;
}

const forms = {
  full: { dateStyle: 'medium', timeStyle: 'medium' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  minute: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  day: { month: 'numeric', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** A moment in the time zone of who looks. */
export function momentOf(iso: string, language: Language, form: keyof typeof forms = 'full'): string {
  return new Intl.DateTimeFormat(language, forms[form]).format(new Date(iso));
}

/** A moment as its time when it is of today, else with its day. */
export function shortMoment(iso: string, language: Language, now: Date = new Date()): string {
  const sameDay = new Date(iso).toDateString() === now.toDateString();
  return momentOf(iso, language, sameDay ? 'time' : 'day');
}
