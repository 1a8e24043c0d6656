import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { GroupCommit } from './group-commit.js';

/** Statements that run until they are released, in the order in which they began. */
function heldStatements() {
  const groups: string[][] = [];
  const releases: (() => void)[] = [];
  const run = (requests: readonly string[]): Promise<string[]> => {
    groups.push([...requests]);
    return new Promise((resolve) => releases.push(() => resolve(requests.map((request) => `${request} done`))));
  };
  return { groups, run, release: (index: number) => releases[index]?.() };
}

const alone = { statements: 1, patienceMs: 20, members: 100, contended: () => [] } as const;
const settle = () => new Promise((resolve) => setImmediate(resolve));

describe('group commit', () => {
  it('runs a request at once, and those that arrive meanwhile together', async () => {
    const { groups, run, release } = heldStatements();
    const commit = new GroupCommit({ ...alone, run });
    const outcomes = Promise.all(['a', 'b', 'c'].map((request) => commit.submit(request)));
    expect(groups).toEqual([['a']]);
    release(0);
    await settle();
    expect(groups).toEqual([['a'], ['b', 'c']]);
    release(1);
    expect(await outcomes).toEqual(['a done', 'b done', 'c done']);
  });

  it('starts a further statement when one is held up, and no larger group than it may', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { groups, run, release } = heldStatements();
    const commit = new GroupCommit({ ...alone, statements: 2, members: 2, run });
    const outcomes = Promise.all(['a', 'b', 'c', 'd', 'e'].map((request) => commit.submit(request)));
    vi.advanceTimersByTime(alone.patienceMs - 1);
    expect(groups).toEqual([['a']]);
    vi.advanceTimersByTime(1);
    expect(groups).toEqual([['a'], ['b', 'c']]);
    vi.advanceTimersByTime(alone.patienceMs);
    expect(groups).toHaveLength(2);
    release(1);
    await settle();
    expect(groups).toEqual([['a'], ['b', 'c'], ['d', 'e']]);
    [0, 2].forEach(release);
    expect(await outcomes).toHaveLength(5);
    vi.useRealTimers();
  });

  it('keeps requests that share something apart, in their order', async () => {
    const { groups, run, release } = heldStatements();
    const commit = new GroupCommit({ ...alone, run, contended: ([first]: string) => [first ?? ''] });
    const outcomes = Promise.all(['x', 'a1', 'b1', 'a2', 'a3', 'b2'].map((request) => commit.submit(request)));
    for (let statement = 0; statement < 4; statement += 1) {
      release(statement);
      await settle();
    }
    await outcomes;
    expect(groups).toEqual([['x'], ['a1', 'b1'], ['a2', 'b2'], ['a3']]);
  });

  it('runs the members of a group that fails one by one, so that each has an outcome of its own', async () => {
    const tried: (readonly string[])[] = [];
    const run = async (requests: readonly string[]): Promise<string[]> => {
      tried.push(requests);
      await settle();
      if (requests.includes('bad')) throw new Error('bad request');
      return [...requests];
    };
    const commit = new GroupCommit({ ...alone, run });
    const outcomes = await Promise.allSettled(['x', 'a', 'bad', 'b'].map((request) => commit.submit(request)));
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect(tried).toEqual([['x'], ['a', 'bad', 'b'], ['a'], ['bad'], ['b']]);
  });

  it('fails a whole group when the database is unavailable, and goes on with the next', async () => {
    let isAway = true;
    const run = async (requests: readonly string[]): Promise<string[]> => {
      await settle();
      if (isAway) throw Object.assign(new Error('away'), { code: 'ECONNREFUSED' });
      return [...requests];
    };
    const commit = new GroupCommit({ ...alone, run });
    const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((request) => commit.submit(request)));
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    isAway = false;
    expect(await commit.submit('d')).toBe('d');
  });

  it('gives every request its own outcome, whatever fails and shares what', async () => {
    const request = fc.record({ id: fc.nat(1_000), key: fc.nat(3), fails: fc.boolean() });
    const options = fc.record({
      statements: fc.integer({ min: 1, max: 3 }),
      patienceMs: fc.constantFrom(0, 1, 1_000),
      members: fc.integer({ min: 1, max: 4 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(request, { maxLength: 20 }), options, async (requests, sizes) => {
        const run = async (group: readonly (typeof requests)[number][]): Promise<number[]> => {
          expect(group.length).toBeLessThanOrEqual(sizes.members);
          expect(new Set(group.map(({ key }) => key)).size).toBe(group.length);
          await settle();
          if (group.some(({ fails }) => fails)) throw new Error('failed');
          return group.map(({ id }) => id);
        };
        const commit = new GroupCommit({ ...sizes, run, contended: ({ key }: { key: number }) => [String(key)] });
        const outcomes = await Promise.allSettled(requests.map((each) => commit.submit(each)));
        const expected = requests.map(({ id, fails }) => (fails ? 'failed' : id));
        expect(outcomes.map((each) => (each.status === 'fulfilled' ? each.value : 'failed'))).toEqual(expected);
      }),
    );
  });
});
