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
