import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNewerPayload, jobPayload, parseJobPayload } from './job-payload.js';

const taskId = '6f1f7a0e-1df5-4f2b-8a52-4f2f0c6f6c11';
const recordId = '0b2d5d1a-58dc-4b0d-9d6b-2f1f7c1f5a77';
const payload = jobPayload(taskId, recordId, { language: 'zh-TW' });

describe('the job payload', () => {
  it('carries the trace context of the request, if there is one', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(parseJobPayload(jobPayload(taskId, recordId, {}, traceparent))).toMatchObject({ traceparent });
    expect(payload).not.toHaveProperty('traceparent');
  });

  it('has the members that Celery gives a task', () => {
    expect(payload).toEqual({
      v: 1,
      task_id: taskId,
      task: 'analyze_audio',
      args: [recordId, { language: 'zh-TW' }],
      eta: null,
    });
  });

  it('is the same after it passed the queue as JSON, whatever its parameters', () => {
    const params = fc.dictionary(
      fc.string().filter((key) => key !== '__proto__'),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(params, (given) => {
        const sent = JSON.stringify(jobPayload(taskId, recordId, given));
        expect(parseJobPayload(JSON.parse(sent))).toEqual(JSON.parse(sent));
      }),
    );
  });

  it.each<[unknown, boolean]>([
    [{ ...payload, v: 2 }, true],
    [{ v: 7, other: 'form' }, true],
    [payload, false],
    [{ ...payload, v: 0 }, false],
    [{ ...payload, v: '2' }, false],
    [{ ...payload, v: 1.5 }, false],
    [{}, false],
    [null, false],
  ])('%j is of a later version: %s', (data, isNewer) => {
    expect(isNewerPayload(data)).toBe(isNewer);
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a text', 'text'],
    ['a list', []],
    ['an empty object', {}],
    ['another version', { ...payload, v: 2 }],
    ['a version as text', { ...payload, v: '1' }],
    ['another task', { ...payload, task: 'other' }],
    ['a task id that is no UUID', { ...payload, task_id: '../x' }],
    ['no task id', { ...payload, task_id: undefined }],
    ['a record id that is no UUID', { ...payload, args: ['x', {}] }],
    ['no parameters', { ...payload, args: [recordId] }],
    ['parameters that are a list', { ...payload, args: [recordId, []] }],
    ['a third argument', { ...payload, args: [recordId, {}, 1] }],
    ['a planned time', { ...payload, eta: '2026-01-01T00:00:00Z' }],
  ])('is refused when it is %s', (_, data) => {
    expect(parseJobPayload(data)).toBeNull();
  });
});
