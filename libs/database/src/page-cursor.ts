/** Where a page of a list ends. */
export interface PagePosition {
  /** What the list is ordered by, of the last row: a whole number of microseconds. */
  readonly key: string;
  /** The id of the last row, which decides between rows of the same key. */
  readonly id: string;
}

/** The cursor is malformed or belongs to another order. */
export class WrongCursorError extends Error {
  constructor() {
    super('cursor must be the `next` of a page of the same order');
    this.name = 'WrongCursorError';
  }
}

const uuidForm = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The cursor of the page after this position. @param order names the list and its order */
export function pageCursor(order: string, { key, id }: PagePosition): string {
  return Buffer.from(`${order}|${key}|${id}`).toString('base64url');
}

/** Reads a cursor of a list in this order. @throws WrongCursorError */
export function readPageCursor(cursor: string, order: string): PagePosition {
  const [of, key = '', id = ''] = Buffer.from(cursor, 'base64url').toString().split('|');
  if (of === order && /^-?\d{1,16}$/.test(key) && uuidForm.test(id)) return { key, id };
  throw new WrongCursorError();
}

/** SQL for the whole microseconds of an instant or an interval, as a cursor has them. */
export function microsecondsSql(expression: string): string {
  return `(extract(epoch from ${expression}) * 1000000)::bigint`;
}

/** SQL for the value that so many microseconds stand for. @param zero SQL for the value of 0 */
export function fromMicrosecondsSql(zero: string, microseconds: string): string {
  return `${zero} + ${microseconds}::bigint * interval '1 microsecond'`;
}
