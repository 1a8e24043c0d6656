import { catchError, defer, distinctUntilChanged, exhaustMap, map, of, timer, type Observable } from 'rxjs';

/** The present rows of a table; or that it cannot be read, so that a client does not take old rows for present ones. */
export type TableMessage<Name extends string> =
  | { readonly type: Name; readonly data: object }
  | { readonly type: 'unreadable'; readonly data: { readonly table: Name } };

export interface Reading {
  readonly read: () => Promise<object>;
  readonly everyMs: number;
  readonly onError: (error: unknown) => void;
}

/** Reads a table at an interval. Emits a message when it differs from the last one emitted. */
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
