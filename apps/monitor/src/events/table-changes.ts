import { catchError, defer, distinctUntilChanged, exhaustMap, map, of, timer, type Observable } from 'rxjs';

/** A table as it is now; or that it cannot be read, so that nobody takes what was last told for what is. */
export type TableMessage<Name extends string> =
  | { readonly type: Name; readonly data: object }
  | { readonly type: 'unreadable'; readonly data: { readonly table: Name } };

export interface Reading {
  readonly read: () => Promise<object>;
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** Reads a table again and again; tells what differs from what was told last, also after it could not be read. */
export function tableChanges<Name extends string>(
  table: Name,
  { read, everyMs, onError }: Reading,
): Observable<TableMessage<Name>> {
  const unreadable = (error: unknown): Observable<TableMessage<Name>> => {
    onError(error);
    return of({ type: 'unreadable', data: { table } });
  };
  const look = (): Observable<TableMessage<Name>> =>
    defer(read).pipe(
      map((data) => ({ type: table, data })),
      catchError(unreadable),
    );
  return timer(0, everyMs).pipe(
    exhaustMap(look),
    distinctUntilChanged((before, now) => JSON.stringify(before) === JSON.stringify(now)),
  );
}
