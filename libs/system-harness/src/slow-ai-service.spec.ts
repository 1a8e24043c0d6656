import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SlowAiService } from './slow-ai-service.js';
import { waitFor } from './wait-for.js';

describe('the stand-in for the ai-service', () => {
  let ai: SlowAiService;
  beforeEach(async () => void (ai = await SlowAiService.start()));
  afterEach(() => ai.stop());

  const analyze = (signal?: AbortSignal): Promise<Response> =>
    fetch(`${ai.url}/analyze`, { method: 'POST', body: 'audio', ...(signal === undefined ? {} : { signal }) });

  it('answers with a stage, then with a result', async () => {
    const response = await analyze();
    expect(response.headers.get('content-type')).toBe('application/x-ndjson');
    const [stage, last] = (await response.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as object);
    expect(stage).toEqual({ stage: 'measuring', progress: 20 });
    expect(last).toHaveProperty('result.overall_score', 80);
    expect([ai.answered, ai.abandoned, ai.open.size]).toEqual([1, 0, 0]);
  });

  it('holds calls until they are finished', async () => {
    ai.takesMs = Infinity;
    const calls = [analyze(), analyze()];
    await waitFor(() => ai.open.size === 2, { what: 'two open calls' });
    expect(ai.answered).toBe(0);
    ai.finishAll();
    for (const call of calls) expect(await (await call).text()).toContain('result');
    expect([ai.answered, ai.open.size]).toEqual([2, 0]);
  });

  it('counts callers that leave', async () => {
    ai.takesMs = Infinity;
    const leaving = new AbortController();
    const call = analyze(leaving.signal).then((response) => response.text());
    const ended = expect(call).rejects.toThrow();
    await waitFor(() => ai.open.size === 1, { what: 'the open call' });
    leaving.abort();
    await ended;
    await waitFor(() => ai.abandoned === 1, { what: 'the caller to be gone' });
    ai.finishAll();
    expect(ai.answered).toBe(0);
  });

  it.each([
    [422, 'undecodable-audio'],
    [500, 'analysis-failed'],
    [503, 'analysis-failed'],
  ])('refuses with a problem and status %i', async (status, code) => {
    ai.failWith = status;
    const response = await analyze();
    expect(response.status).toBe(status);
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({ status, code });
  });

  it('breaks the connection when it fails with `cut`', async () => {
    ai.failWith = 'cut';
    await expect(analyze()).rejects.toThrow();
    expect((await fetch(`${ai.url}/health`)).status).toBe(200);
  });

  it.each([
    [true, 200],
    [false, 503],
  ])('reports its health: %s', async (isWell, status) => {
    ai.isWell = isWell;
    expect((await fetch(`${ai.url}/health`)).status).toBe(status);
  });
});
