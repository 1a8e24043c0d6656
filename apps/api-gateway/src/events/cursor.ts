import type { Position } from '@vocalborn/task-events';

/** Most missing events that a cursor names. Older ones belong to transactions that were rolled back. */
const mostMissing = 50;

const form = new RegExp(String.raw`^(\d{1,15})(?:-(\d{1,15}(?:\.\d{1,15}){0,${mostMissing - 1}}))?$`);

/**
 * The position of a listener as the id of a message: `4711`, or `4711-4705.4709` while the events 4705 and 4709 may still
 * be committed.
 */
export function cursorOf({ last, missing }: Position): string {
  return missing.length === 0 ? String(last) : `${last}-${missing.slice(-mostMissing).join('.')}`;
}

/** The position that a Last-Event-ID names; null when it names none. */
export function positionOf(cursor: string | undefined): Position | null {
  const found = form.exec(cursor ?? '');
  if (!found) return null;
  return { last: Number(found[1]), missing: found[2]?.split('.').map(Number) ?? [] };
}
