/** One message of the monitor's stream. */
export interface Told<Data> {
  readonly id: string;
  readonly data: Data;
}

export interface Listening {
  readonly tasks: readonly Told<{ task_id: string; state: string }>[];
  /** What else was told, by its kind. */
  readonly others: Readonly<Record<string, readonly Told<Record<string, Record<string, unknown>[]>>[]>>;
  readonly stop: () => void;
}

/** Reads `/api/events` until it is stopped; listening by the time that it returns. */
export async function listenToEvents(
  monitorUrl: string,
  authorization: string,
  lastEventId?: string,
): Promise<Listening> {
  const stop = new AbortController();
  const resume = lastEventId === undefined ? {} : { 'last-event-id': lastEventId };
  const headers = { authorization, ...resume };
  const { body } = await fetch(`${monitorUrl}/api/events`, { headers, signal: stop.signal });
  const kinds: Record<string, Told<never>[]> = { task: [] };
  const read = async (): Promise<void> => {
    let rest = '';
    const decoder = new TextDecoder();
    const reader = body!.getReader();
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      const blocks = (rest + decoder.decode(part.value, { stream: true })).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const field = (name: string): string => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1] ?? '';
        const told = { id: field('id'), data: JSON.parse(field('data') || 'null') as never };
        (kinds[field('event')] ??= []).push(told);
      }
    }
  };
  read().catch(() => undefined);
  return { tasks: kinds['task']!, others: kinds, stop: () => stop.abort() };
}
