import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { storageFault } from '@vocalborn/http';
import { Problem } from './problem.js';

/** Deepest nesting of a request. No request of this API is deeper, and deep nesting could exhaust the stack. */
const deepest = 8;

/**
 * Refuses text that Postgres cannot store, in the path, the query, a form or JSON.
 * @throws Problem 400 naming the field
 */
@Injectable()
export class StorableTextPipe implements PipeTransform<unknown, unknown> {
  transform(value: unknown, { type, data }: ArgumentMetadata): unknown {
    const fault = type === 'custom' ? null : storageFault(value, deepest, data);
    if (fault) throw new Problem(400, `${fault.field || 'the request'} ${fault.message}`);
    return value;
  }
}
