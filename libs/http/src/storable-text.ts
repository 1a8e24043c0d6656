/** Why a value cannot be stored. */
export interface StorageFault {
  /** Path of the text that is at fault, such as `params.language`; empty when the value itself is. */
  readonly field: string;
  readonly message: string;
}

/** With the flag u this matches only a surrogate without its other half. */
const halfCharacter = /\p{Surrogate}/u;

/**
 * Finds what Postgres cannot store in a request: text and property names that hold NUL or half a surrogate pair, and
 * nesting that could exhaust the stack.
 * @param deepest number of objects and lists that may lie within each other
 * @returns the first fault; null when all of the value can be stored
 */
export function storageFault(value: unknown, deepest: number, field = ''): StorageFault | null {
  if (typeof value === 'string' && !isStorable(value)) {
    return { field, message: 'must hold neither NUL nor half a surrogate pair' };
  }
  if (typeof value !== 'object' || value === null) return null;
  if (deepest === 0) return { field, message: 'is nested too deeply' };
  for (const [name, part] of Object.entries(value)) {
    if (!isStorable(name)) return { field, message: 'must have names without NUL and half surrogate pairs' };
    const fault = storageFault(part, deepest - 1, field === '' ? name : `${field}.${name}`);
    if (fault) return fault;
  }
  return null;
}

const isStorable = (text: string): boolean => !text.includes('\0') && !halfCharacter.test(text);
