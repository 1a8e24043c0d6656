import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/** How the body is written. Nest's own decorator for headers would describe it as a parameter of the API. */
export const ContentType = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['content-type'],
);

/** Fields as they were sent, each once. */
export type SentFields = Readonly<Record<string, unknown>>;

/**
 * Fields as Flower takes them: in the address, in a form or in JSON; the address goes first. Of a field that an address
 * or a form repeats the last counts, as in Flower. In JSON a list is no repetition but something else than was asked for.
 * @throws Problem when the body is no object
 */
export function readForm(query: SentFields, body: unknown, contentType = ''): SentFields {
  const sent = body ?? {};
  if (typeof sent !== 'object' || Array.isArray(sent)) throw new Problem(400, 'the body must be an object');
  const isForm = contentType.toLowerCase().startsWith('application/x-www-form-urlencoded');
  return { ...(isForm ? lastOfEach(sent) : sent), ...lastOfEach(query) };
}

const lastOfEach = (fields: object): SentFields =>
  Object.fromEntries(
    Object.entries(fields).map(([name, value]: [string, unknown]) => [
      name,
      Array.isArray(value) ? value.at(-1) : value,
    ]),
  );

/**
 * A field that may be left out. What is neither text nor number is not taken for left out: a command to one worker would
 * become one to all.
 * @throws Problem naming the field
 */
export function readText(fields: SentFields, field: string): string | undefined {
  const value = Object.hasOwn(fields, field) ? (fields[field] ?? undefined) : undefined;
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Problem(400, `${field} must be a single text or number`);
}

/** By how many slots a pool changes; 1 unless given. @throws Problem naming the field */
export function readCount(fields: SentFields): number {
  const text = readText(fields, 'n') ?? '1';
  const n = Number(text);
  if (text.trim() === '' || !Number.isInteger(n) || n < 1 || n > 256)
    throw new Problem(400, 'n must be a whole number from 1 to 256');
  return n;
}

/** A time limit, in whole seconds: workers know no parts of one, so these are rounded up. @throws Problem naming the field */
export function readSeconds(fields: SentFields, field: string): number | undefined {
  const text = readText(fields, field);
  if (text === undefined) return undefined;
  const seconds = text.trim() === '' ? 0 : Math.ceil(Number(text));
  if (!(seconds >= 1 && seconds <= 86_400)) throw new Problem(400, `${field} must be 1 to 86400 seconds`);
  return seconds;
}
