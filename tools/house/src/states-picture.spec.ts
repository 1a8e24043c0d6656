import { workspaceRoot } from '@vocalborn/system-harness';
import { taskStates, transitions } from '@vocalborn/task';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const architecture = readFileSync(join(workspaceRoot, 'docs/architecture.md'), 'utf8');
const picture = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(architecture)?.[1] ?? '';
const arrows = [...picture.matchAll(/^ {2}(\S+) --> (\S+): (.+)$/gm)].map(([, from, to]) => `${from} --> ${to}`);

describe('the picture of the states in docs/architecture.md', () => {
  it('has the arrows of the table of transitions and the one of a new task', () => {
    const table = taskStates.flatMap((from) => transitions[from].map((to) => `${from} --> ${to}`));
    expect(arrows.toSorted()).toEqual(['[*] --> PENDING', ...table].toSorted());
  });

  it('has no line without a reason', () => {
    expect(picture.trimEnd().split('\n')).toHaveLength(arrows.length);
  });
});
