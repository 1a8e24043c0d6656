import type pg from 'pg';
import { beforeEach, describe, expect, it } from 'vitest';
import { GroupedAccept, type BareRequest } from './grouped-accept.js';

interface Statement {
  readonly taskIds: readonly string[];
  readonly recordIds: readonly string[];
  answer(rows: readonly string[]): void;
  fail(error: Error): void;
}

let statements: Statement[];
let accepting: GroupedAccept;

beforeEach(() => {
  statements = [];
  const query = ({ values: [taskIds, recordIds] }: { values: string[][] }): Promise<unknown> =>
    new Promise((resolve, reject) => {
      statements.push({
        taskIds: taskIds ?? [],
        recordIds: recordIds ?? [],
        answer: (rows) => resolve({ rows: rows.map((id) => ({ task_id: id })) }),
        fail: reject,
      });
    });
  accepting = new GroupedAccept({ query } as unknown as pg.Pool);
});

const request = (taskId: string, recordId = `record of ${taskId}`): BareRequest => ({ taskId, recordId, userId: 'u' });

describe('the grouped acceptance of the baseline', () => {
  it('runs the first request alone, and together those that come meanwhile', async () => {
    const first = accepting.accept(request('a'));
    const others = ['b', 'c'].map((id) => accepting.accept(request(id)));
    expect(statements.map(({ taskIds }) => taskIds)).toEqual([['a']]);
    statements[0]?.answer(['a']);
    await first;
    await expect.poll(() => statements.length).toBe(2);
    expect(statements[1]?.taskIds).toEqual(['b', 'c']);
    statements[1]?.answer(['c']);
    expect(await Promise.all([first, ...others])).toEqual([true, false, true]);
  });

  it('locks records in one order', async () => {
    const first = accepting.accept(request('a'));
    const others = [accepting.accept(request('b', '9')), accepting.accept(request('c', '1'))];
    statements[0]?.answer(['a']);
    await first;
    await expect.poll(() => statements.length).toBe(2);
    expect(statements[1]?.recordIds).toEqual(['1', '9']);
    statements[1]?.answer([]);
    expect(await Promise.all(others)).toEqual([false, false]);
  });

  it('fails the requests of a group that failed, and goes on', async () => {
    const first = accepting.accept(request('a'));
    statements[0]?.fail(new Error('lost'));
    await expect(first).rejects.toThrow('lost');
    const second = accepting.accept(request('b'));
    await expect.poll(() => statements.length).toBe(2);
    statements[1]?.answer(['b']);
    expect(await second).toBe(true);
  });
});
