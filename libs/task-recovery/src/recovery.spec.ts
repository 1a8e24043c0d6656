import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginDueDuties } from './due-duties.js';
import { Stage } from './fixtures/stage.js';
import { asLeader } from './leader.js';

let stage: Stage;
let database: Stage['database'];

beforeAll(async () => {
  stage = await Stage.open();
  ({ database } = stage);
});
afterAll(() => stage.close());
beforeEach(() => stage.clear());

describe('the rounds of recovery', () => {
  const often = { requeueLost: 1_000, retention: 60_000 };
  const timePasses = (milliseconds: number) =>
    database.query(`update recovery_rounds set begun_at = begun_at - $1 * interval '1 millisecond'`, [milliseconds]);

  it('are due when the interval of a duty is over, whoever did it last', async () => {
    await database.query('delete from recovery_rounds');
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
    await timePasses(1_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost']);
    await timePasses(60_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
  });

  it('are due at once when the clock was set back', async () => {
    await timePasses(-3_600_000);
    expect(await beginDueDuties(database, often)).toEqual(['requeueLost', 'retention']);
    expect(await beginDueDuties(database, often)).toEqual([]);
  });
});

describe('leadership', () => {
  it('is held by one at a time and is free again afterwards', async () => {
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    let began = (): void => undefined;
    const leading = new Promise<void>((resolve) => (began = resolve));
    const first = asLeader(database, 'recovery', async () => {
      began();
      await held;
      return 'first';
    });
    await leading;
    expect(await asLeader(database, 'recovery', () => Promise.resolve('second'))).toBeNull();
    release();
    expect(await first).toBe('first');
    expect(await asLeader(database, 'recovery', () => Promise.resolve('third'))).toBe('third');
  });
});
