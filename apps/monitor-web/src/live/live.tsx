import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useEffectEvent, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { TaskEvent } from '@vocalborn/client';
import { client } from '../api/client.js';
import { EventStream, type StreamState } from './event-stream.js';
import { takeChange } from './take-change.js';

const StreamContext = createContext<EventStream | null>(null);

/** Interval at which tables are reloaded while the stream is down. */
const pollMs = 10_000;

/** Holds the event stream while the user is signed in and keeps the cached answers up to date. */
export function Live({ children }: { readonly children: ReactNode }) {
  const [stream, setStream] = useState<EventStream | null>(null);
  const queries = useQueryClient();
  useEffect(() => {
    const opened = new EventStream(client.buildUrl({ url: '/api/events' }));
    const invalidate = (): void => void queries.invalidateQueries();
    // Tables read before the connection opened may be older than the stream.
    const unwatch = opened.onState(() => {
      if (opened.state === 'live') invalidate();
    });
    const unlisten = opened.onChange((change) => takeChange(queries, change));
    const timer = setInterval(() => opened.state === 'live' || invalidate(), pollMs);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the connection exists outside of React
    setStream(opened);
    return () => {
      clearInterval(timer);
      unlisten();
      unwatch();
      opened.stop();
    };
  }, [queries]);
  return <StreamContext value={stream}>{children}</StreamContext>;
}

/** Calls the listener with batches of task events, at most five times a second. */
export function useTaskEvents(listener: (events: readonly TaskEvent[]) => void): void {
  const stream = use(StreamContext);
  const tell = useEffectEvent(listener);
  useEffect(() => stream?.onTasks((events) => tell(events)), [stream]);
}

const nothing = (): (() => void) => () => undefined;

export function useStreamState(): StreamState {
  const stream = use(StreamContext);
  return useSyncExternalStore(stream?.onState ?? nothing, () => stream?.state ?? 'connecting');
}
