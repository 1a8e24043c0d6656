import { describe, expect, it } from 'vitest';
import { causes, complaints, type CauseName } from './causes.js';
import { findCauses } from './find-causes.js';
import { asText } from './doctor.js';
import { failure, seen } from './fixtures/observed.js';

const print = (observations: ReturnType<typeof seen>): string => asText(observations, findCauses(observations));

describe('the causes', () => {
  it.each(Object.keys(causes) as CauseName[])('%s belongs to a complaint and has a title and a fix', (name) => {
    expect(complaints).toHaveProperty(causes[name].complaint);
    expect(causes[name].title.length).toBeGreaterThan(10);
    expect(causes[name].fix.length).toBeGreaterThan(20);
  });

  it('have different titles', () => {
    const titles = Object.values(causes).map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
  });
});

describe('the printed findings', () => {
  it('of a healthy system', () => {
    expect(print(seen({}))).toBe(
      [
        'Postgres    100 SUCCESS',
        'Queue       0 waiting, 0 active, 0 delayed',
        'Workers     1 of 1 online',
        'ai-service  answers 200 in 5 ms',
        'Monitor     answers',
        '',
        'Tasks stuck in PENDING',
        '  nothing found',
        '',
        'Tasks running too long',
        '  nothing found',
        '',
        'Memory growing',
        '  nothing found',
        '',
        'Notes',
        '  too few memory samples for a trend: the monitor takes one per minute',
        '',
        'No cause found.',
      ].join('\n'),
    );
  });

  it('shows a cause below its complaint, with its evidence and its fix', () => {
    const text = print(seen({ queue: { evictionPolicy: 'allkeys-lru' }, aiService: { waiting: 4 } }));
    expect(text).toContain(
      [
        'Tasks stuck in PENDING',
        `  eviction: ${causes.eviction.title}`,
        '    evidence: maxmemory-policy allkeys-lru',
        `    fix:      ${causes.eviction.fix}`,
        '',
        'Tasks running too long',
        `  ai-service-slow: ${causes['ai-service-slow'].title}`,
        '    evidence: 4 analyses wait for a thread',
      ].join('\n'),
    );
    expect(text).toMatch(/2 causes found\.$/);
  });

  it('names places that cannot be reached, with the reason', () => {
    const text = print(seen({ ledger: 'refused', queue: 'timed out', cache: 'timed out', aiService: 'no route' }));
    expect(text).toContain('Postgres    NOT REACHED: refused');
    expect(text).toContain('Queue       NOT REACHED: timed out');
    expect(text).toContain('ai-service  NOT REACHED: no route');
    expect(text).toMatch(/3 causes found\.$/);
  });

  it('says that there are no tasks', () => {
    expect(print(seen({ ledger: { states: {} } }))).toContain('Postgres    no tasks');
  });
});

describe('the notes', () => {
  const notes = (observations: ReturnType<typeof seen>): string => findCauses(observations).notes.join('\n');

  it.each([
    [1, '1 attempt failed'],
    [2, '2 attempts failed'],
  ])('count %i failed attempts', (attempts, text) => {
    const resolved = failure({ kind: 'network', message: 'cut', attempts, unresolvedSeconds: null });
    expect(notes(seen({ ledger: { failed: [resolved] } }))).toContain(`${text} within the hour (network): cut`);
  });

  it('mention a Redis that does not list its clients', () => {
    expect(notes(seen({ queue: { consumers: null } }))).toContain('Redis does not list its clients');
    expect(notes(seen({}))).not.toContain('CLIENT LIST');
  });

  it('mention too few memory samples only when the ledger was read', () => {
    expect(notes(seen({ ledger: 'refused' }))).not.toContain('memory samples');
  });
});
