import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { Problem } from './problem.js';

/** Deepest nesting of a request. No request of this API is deeper, and deep nesting could exhaust the stack. */
const deepest = 8;

/** With the flag u this matches only a surrogate without its other half. */
const halfCharacter = /\p{Surrogate}/u;

/**
 * Refuses text that Postgres cannot store, in the path, the query, a form or JSON.
 * @throws Problem 400 naming the field
 */
@Injectable()
export class StorableTextPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    if (type !== 'custom') check(value, data ?? '', 0);
    return value;
  }
}

function check(value: unknown, field: string, depth: number): void {
  if (typeof value === 'string' && (value.includes('\0') || halfCharacter.test(value))) {
    throw new Problem(400, `${field || 'the request'} must hold neither NUL nor half a surrogate pair`);
  }
  if (typeof value !== 'object' || value === null) return;
  if (depth === deepest) throw new Problem(400, `${field} is nested too deeply`);
  for (const [name, part] of Object.entries(value)) check(part, field ? `${field}.${name}` : name, depth + 1);
}
