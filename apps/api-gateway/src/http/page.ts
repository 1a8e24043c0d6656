import { Text, Whole } from '@vocalborn/api-description';
import { fromMicrosecondsSql, microsecondsSql, pageCursor, readPageCursor } from '@vocalborn/database';

/** The part of a query that chooses a page of a list. */
export class PageQueryDto {
  @Whole({ fromText: true, min: 1, max: 100, default: 20 })
  limit: number = 20;

  @Text({ optional: true, description: 'The `next_cursor` of the previous page with the same filters.' })
  cursor?: string;
}

/** One page of a list. */
export interface Page<Row> {
  readonly rows: readonly Row[];
  /** The cursor of the next page; null after the last one. */
  readonly next: string | null;
}

/** A list that is ordered by creation, the newest first: its name for cursors, its table's alias and its id. */
export interface NewestFirst {
  readonly list: string;
  readonly alias: string;
  readonly id: string;
}

/** A row that a statement for a page returns, with its creation in microseconds. */
export interface PagedRow {
  readonly page_key: string;
}

/** The SQL of one page: what it selects beside its columns, the condition of the cursor if there is one, and the end. */
export function pageSql(
  { list, alias, id }: NewestFirst,
  { limit, cursor }: PageQueryDto,
  place: (value: unknown) => string,
): { readonly key: string; readonly conditions: readonly string[]; readonly end: string } {
  const created = `${alias}.created_at`;
  const end = `order by ${created} desc, ${alias}.${id} desc limit ${place(limit + 1)}::int`;
  const key = `${microsecondsSql(created)}::text as page_key`;
  if (cursor === undefined) return { key, conditions: [], end };
  const last = readPageCursor(cursor, list);
  const beyond = `(${fromMicrosecondsSql("'epoch'::timestamptz", place(last.key))}, ${place(last.id)}::uuid)`;
  return { key, conditions: [`(${created}, ${alias}.${id}) < ${beyond}`], end };
}

/** The page of rows that a statement with `pageSql` has read: one more than the limit, if there are more. */
export function pageOf<Row extends PagedRow>(
  { list }: NewestFirst,
  limit: number,
  rows: readonly Row[],
  idOf: (row: Row) => string,
): Page<Row> {
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return {
    rows: rows.slice(0, limit),
    next: last ? pageCursor(list, { key: last.page_key, id: idOf(last) }) : null,
  };
}
