import { afterEach, expect, it, vi } from 'vitest';
import { EventStream } from './event-stream.js';

afterEach(() => vi.unstubAllGlobals());

it('takes up again after the last number heard, also when no task had happened before the cut', async () => {
  const asked: (string | undefined)[] = [];
  vi.stubGlobal('sessionStorage', { getItem: () => null });
  vi.stubGlobal('fetch', (_: string, { headers }: { headers: Record<string, string> }) => {
    asked.push(headers['Last-Event-ID']);
    return Promise.resolve(new Response('id: 7\nevent: heartbeat\ndata: {}\n\n'));
  });
  const stream = new EventStream();
  await vi.waitFor(() => expect(asked).toEqual([undefined, '7']), { timeout: 5_000 });
  stream.stop();
});
