import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { isFinal, stateRank, statusWord, taskStates, transitions, type TaskState } from './states.js';

const pairs = taskStates.flatMap((from) => taskStates.map((to) => [from, to] as const));
const isAllowed = (from: TaskState, to: TaskState): boolean => transitions[from].includes(to);

/** The transitions that a Mermaid state diagram draws, without its start. */
function drawnTransitions(document: string): string[] {
  const diagram = /```mermaid\s+stateDiagram-v2\n(.*?)```/s.exec(document)?.[1] ?? '';
  return [...diagram.matchAll(/^\s*(\w+) --> (\w+)/gm)].map(([, from = '', to = '']) => `${from}>${to}`);
}

describe('the transitions of a task', () => {
  it('are those that docs/architecture.md draws', async () => {
    const document = await readFile(new URL('../../../docs/architecture.md', import.meta.url), 'utf8');
    const allowed = pairs.filter(([from, to]) => isAllowed(from, to)).map(([from, to]) => `${from}>${to}`);
    expect(drawnTransitions(document).toSorted()).toEqual(allowed.toSorted());
  });

  it('reach every state from PENDING', () => {
    const reached = new Set<TaskState>(['PENDING']);
    for (const state of reached) for (const next of transitions[state]) reached.add(next);
    expect([...reached].toSorted()).toEqual(taskStates.toSorted());
  });

  it.each(taskStates)('do not lead from %s to itself', (state) => {
    expect(isAllowed(state, state)).toBe(false);
  });

  it.each(taskStates.filter(isFinal))('lead from the ended state %s to PENDING at most', (state) => {
    expect(transitions[state].filter((next) => next !== 'PENDING')).toEqual([]);
  });

  it('never leave SUCCESS', () => {
    expect(transitions.SUCCESS).toEqual([]);
  });

  it.each(taskStates.filter((state) => !isFinal(state)))('let a person cancel a task that is %s', (state) => {
    expect(isAllowed(state, 'REVOKED')).toBe(true);
  });

  it('end a task only from PROCESSING, except for a cancellation', () => {
    const ends = pairs.filter(([from, to]) => isAllowed(from, to) && isFinal(to) && to !== 'REVOKED');
    expect(ends).toEqual([
      ['PROCESSING', 'SUCCESS'],
      ['PROCESSING', 'FAILURE'],
    ]);
  });
});

describe('the rank of a state', () => {
  const withinOneAttempt = pairs.filter(([from, to]) => isAllowed(from, to) && from !== 'RETRY' && !isFinal(from));
  it.each([...withinOneAttempt, ['RETRY', 'REVOKED'] as const])('rises from %s to %s', (from, to) => {
    expect(stateRank[to]).toBeGreaterThan(stateRank[from]);
  });

  it('is the highest for exactly the ended states', () => {
    const highest = Math.max(...Object.values(stateRank));
    expect(taskStates.filter((state) => stateRank[state] === highest)).toEqual(taskStates.filter(isFinal));
  });
});

describe('a state', () => {
  it.each([
    ['PENDING', 'pending', false],
    ['PROCESSING', 'processing', false],
    ['RETRY', 'retry', false],
    ['SUCCESS', 'success', true],
    ['FAILURE', 'failure', true],
    ['REVOKED', 'revoked', true],
  ] as const)('%s is shown as %s over HTTP; it is final: %s', (state, word, final) => {
    expect([statusWord(state), isFinal(state)]).toEqual([word, final]);
  });
});
