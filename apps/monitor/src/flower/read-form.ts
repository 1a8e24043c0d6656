import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Problem } from '../http/problem.js';

/** The Content-Type of the body. Nest's decorator for headers would document it as a parameter of the API. */
export const ContentType = createParamDecorator(
  (_: unknown, context: ExecutionContext) =>
    context.switchToHttp().getRequest<FastifyRequest>().headers['content-type'],
);

/** The fields of a form, each with one value. */
export type SentFields = Readonly<Record<string, unknown>>;

/**
 * Reads fields as Flower does: from the query, a form or JSON, where the query takes precedence. The last value of a
 * repeated field in a query or form counts. A list in JSON is no repetition: it stays a list, for the readers to refuse.
 * @throws Problem 400 when the body is no object
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
 * Reads an optional field. A value that is neither text nor number is refused, not ignored: a command to one worker
 * would become a command to all.
 * @throws Problem 400 naming the field
 */
export function readText(fields: SentFields, field: string): string | undefined {
  const value = Object.hasOwn(fields, field) ? (fields[field] ?? undefined) : undefined;
  if (value === undefined || typeof value === 'string') return value;
  if (typeof value === 'number') return String(value);
  throw new Problem(400, `${field} must be a single text or number`);
}

/** Reads the number of slots by which a pool changes; 1 by default. @throws Problem 400 naming the field */
export function readCount(fields: SentFields): number {
  const text = readText(fields, 'n') ?? '1';
  const n = Number(text);
  if (text.trim() === '' || !Number.isInteger(n) || n < 1 || n > 256)
    throw new Problem(400, 'n must be a whole number from 1 to 256');
  return n;
}

/** Reads a time limit and rounds it up to whole seconds. @throws Problem 400 naming the field */
export function readSeconds(fields: SentFields, field: string): number | undefined {
  const text = readText(fields, field);
  if (text === undefined) return undefined;
  const seconds = text.trim() === '' ? 0 : Math.ceil(Number(text));
  if (!(seconds >= 1 && seconds <= 86_400)) throw new Problem(400, `${field} must be 1 to 86400 seconds`);
  return seconds;
}
