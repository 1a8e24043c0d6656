import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AiProblem } from '@vocalborn/ai-contract';
import { refusal } from './refusal.js';

const problem = (code: string, part?: 'sample' | 'reference'): AiProblem =>
  ({ code, detail: 'why', ...(part && { part }) }) as unknown as AiProblem;

describe('a refusal that is about the recording', () => {
  it.each([
    ['audio-too-large', 'The recording is too large.'],
    ['audio-too-long', 'The recording is too long.'],
    ['unsupported-format', 'The format of the recording is not supported.'],
    ['undecodable-audio', 'The recording is damaged or is not audio.'],
    ['audio-silent', 'No voice can be heard in the recording.'],
    ['audio-too-short', 'The recording is too short.'],
  ])('%s is a file error: %s', (code, message) => {
    expect(refusal(422, problem(code, 'sample'), null)).toMatchObject({ kind: 'file', message });
    const ofReference = `The example recording of the sentence: ${message}`;
    expect(refusal(422, problem(code, 'reference'), null)).toMatchObject({ kind: 'file', message: ofReference });
  });
});

describe('any other refusal', () => {
  it.each([
    [503, problem('queue-full'), true],
    [429, undefined, true],
    [503, undefined, false],
    [500, problem('internal-error'), false],
    [401, undefined, false],
    [404, undefined, false],
  ])('of status %i is an error of the AI service; it asks for less load: %s', (status, given, isBackpressure) => {
    expect(refusal(status, given, null)).toMatchObject({
      kind: 'ai_service',
      message: 'The AI service could not analyse the recording.',
      isBackpressure,
    });
  });

  it('names status, code and detail in its cause only', () => {
    const error = refusal(500, problem('internal-error'), null);
    expect((error.cause as Error).message).toBe('the AI service answered 500: internal-error: why');
    expect((refusal(502, undefined, null).cause as Error).message).toBe('the AI service answered 502: ?');
  });
});

describe('the delay that the service asks for', () => {
  beforeEach(() => {
    vi.useFakeTimers({ now: Date.parse('2026-01-01T00:00:00Z') });
  });
  afterEach(() => vi.useRealTimers());

  it.each([
    [null, undefined],
    ['', undefined],
    ['0', undefined],
    ['-5', undefined],
    ['soon', undefined],
    ['1', 1_000],
    ['90', 90_000],
    ['3600', 3_600_000],
    ['3601', 3_600_000],
    ['9'.repeat(400), undefined],
    ['Thu, 01 Jan 2026 00:00:30 GMT', 30_000],
    ['Thu, 01 Jan 2026 00:00:00 GMT', undefined],
    ['Wed, 31 Dec 2025 23:59:00 GMT', undefined],
    ['Fri, 01 Jan 2027 00:00:00 GMT', 3_600_000],
  ])('by the header "%s" is %s ms', (header, retryAfterMs) => {
    expect(refusal(503, undefined, header).retryAfterMs).toBe(retryAfterMs);
  });
});
