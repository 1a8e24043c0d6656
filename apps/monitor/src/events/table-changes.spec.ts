import { firstValueFrom, take, toArray } from 'rxjs';
import { expect, it } from 'vitest';
import { tableChanges } from './table-changes.js';

it('tells of a table when it changes, once that it cannot be read, and of the table when it can be again', async () => {
  const answers = [{ rows: 1 }, { rows: 1 }, null, null, null, { rows: 1 }, { rows: 2 }];
  const errors: unknown[] = [];
  const read = (): Promise<object> => {
    const answer = answers.shift();
    return answer ? Promise.resolve(answer) : Promise.reject(new Error('away'));
  };
  const changes = tableChanges('workers', { read, everyMs: 1, onError: (error) => errors.push(error) });
  expect(await firstValueFrom(changes.pipe(take(4), toArray()))).toEqual([
    { type: 'workers', data: { rows: 1 } },
    { type: 'unreadable', data: { table: 'workers' } },
    { type: 'workers', data: { rows: 1 } },
    { type: 'workers', data: { rows: 2 } },
  ]);
  expect(errors).toHaveLength(3);
});
