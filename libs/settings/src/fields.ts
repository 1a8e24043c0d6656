import { isIP } from 'node:net';
import { z } from 'zod';

/** A whole number within bounds, in decimal digits. */
export function wholeNumber(bounds: { min: number; max: number }): z.ZodType<number> {
  const message = `must be a whole number from ${bounds.min} to ${bounds.max}`;
  return z
    .string()
    .regex(/^\d+$/, message)
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max, message);
}

/** A number within bounds, in decimal digits with an optional fraction. */
export function decimal(bounds: { min: number; max: number }): z.ZodType<number> {
  const message = `must be a number from ${bounds.min} to ${bounds.max}`;
  return z
    .string()
    .regex(/^\d+(\.\d+)?$/, message)
    .transform(Number)
    .refine((value) => value >= bounds.min && value <= bounds.max, message);
}

/** An absolute URL with one of the given schemes. The message does not contain the value. */
export function url(...schemes: string[]): z.ZodType<string> {
  return z
    .string()
    .refine(
      (value) => URL.canParse(value) && schemes.includes(new URL(value).protocol.slice(0, -1)),
      `must be a URL that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    );
}

/** A comma-separated list of lower-case words. */
export const wordList = z
  .string()
  .transform((value) => value.split(',').map((word) => word.trim().toLowerCase()))
  .refine((words) => words.every((word) => /^[a-z0-9]+$/.test(word)), 'must be words separated by commas');

/** A comma-separated list of origins as browsers send them; empty for none. `*` is refused: it lets every page in. */
export const originList = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim()))
  .transform((entries) => entries.filter((entry) => entry !== ''))
  .refine(
    (entries) => !entries.some((entry) => entry.includes('*')),
    'must name each origin: `*` would let every page on the web call with a token that it got hold of',
  )
  .refine(
    (entries) => entries.every(isOrigin),
    'must be origins such as https://clinic.example or http://localhost:3000, without a path, separated by commas',
  );

const isOrigin = (entry: string): boolean =>
  /^https?:/.test(entry) && URL.canParse(entry) && new URL(entry).origin === entry;

/** Names of address ranges: 127.0.0.0/8 and ::1; 169.254.0.0/16 and fe80::/10; the private networks of IPv4 and IPv6. */
const rangeNames: ReadonlySet<string> = new Set(['loopback', 'linklocal', 'uniquelocal']);

/** A comma-separated list of IP addresses, networks (10.0.0.0/8) and names of ranges; empty for none. */
export const networkList = z
  .string()
  .transform((value) => value.split(',').map((entry) => entry.trim().toLowerCase()))
  .transform((entries) => entries.filter((entry) => entry !== ''))
  .refine(
    (entries) => entries.every((entry) => rangeNames.has(entry) || isNetwork(entry)),
    'must be IP addresses, networks such as 10.0.0.0/8, or loopback, linklocal, uniquelocal, separated by commas',
  );

function isNetwork(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  if (prefix === undefined) return true;
  return /^\d{1,3}$/.test(prefix) && Number(prefix) >= 1 && Number(prefix) <= (version === 4 ? 32 : 128);
}

/** `true` or `false`. */
export const flag = z
  .enum(['true', 'false'], { error: 'must be true or false' })
  .transform((value) => value === 'true');

/** Keys of 32 bytes in base64, separated by commas. The message does not contain the value. */
export const keyList = z
  .string()
  .transform((value) => value.split(',').map((key) => Buffer.from(key.trim(), 'base64')))
  .refine((keys) => keys.every((key) => key.length === 32), 'must be keys of 32 bytes in base64, separated by commas');
