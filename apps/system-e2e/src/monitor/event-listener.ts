import { followEvents, readMonitorEvent, type MonitorEvents } from '@vocalborn/client';

/** One message of the monitor's stream. */
interface Told<Data> {
  readonly id: string;
  readonly data: Data;
}

type Messages = { readonly [Name in keyof MonitorEvents]: Told<MonitorEvents[Name]>[] };

/** What was received so far, by the name of the message. */
export interface Listening extends Messages {
  readonly stop: () => void;
}

/** Reads `/api/events` until it is stopped. Resolves when the connection is open. */
export async function listenToEvents(
  monitorUrl: string,
  authorization: string,
  lastEventId?: string,
): Promise<Listening> {
  const stopping = new AbortController();
  const messages: Messages = {
    ...{ task: [], workers: [], queues: [], alerts: [], figures: [], unreadable: [], gap: [], heartbeat: [] },
  };
  const opened = new Promise<void>((resolve, reject) => {
    const read = async (): Promise<void> => {
      const stream = followEvents(`${monitorUrl}/api/events`, {
        ...{ headers: () => ({ authorization }), lastEventId, signal: stopping.signal, failsFirst: true },
        onOpen: resolve,
      });
      for await (const message of stream) {
        const told = readMonitorEvent(message);
        if (told !== null) (messages[told.event] as Told<unknown>[]).push({ id: told.id ?? '', data: told.data });
      }
    };
    read().catch(reject);
  });
  await opened;
  return { ...messages, stop: () => stopping.abort() };
}
