import { useQueryClient } from '@tanstack/react-query';
import { createContext, use, useEffect, useEffectEvent, useState, useSyncExternalStore, type ReactNode } from 'react';
import type { TaskEvent } from '@vocalborn/client';
import { EventStream, type StreamState } from './event-stream.js';
import { takeChange } from './take-change.js';

const StreamContext = createContext<EventStream | null>(null);

/** While the stream is cut, tables are read anew at this pace. */
const withoutStreamMs = 10_000;

/** Holds the one connection for as long as somebody is signed in, and keeps what was read as new as the stream is. */
export function Live({ children }: { readonly children: ReactNode }) {
  const [stream, setStream] = useState<EventStream | null>(null);
  const queries = useQueryClient();
  useEffect(() => {
    const opened = new EventStream(`${location.origin}/api/events`);
    const readAnew = (): void => void queries.invalidateQueries();
    // After a cut, or before the first event, tables may be older than the stream.
    const unwatch = opened.onState(() => {
      if (opened.state === 'live') readAnew();
    });
    const unlisten = opened.onChange((change) => takeChange(queries, change));
    const timer = setInterval(() => opened.state === 'live' || readAnew(), withoutStreamMs);
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

/** Calls with what happened to tasks, a few times a second at most. */
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
