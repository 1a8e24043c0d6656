import { Badge } from '@mantine/core';
import type { TaskState } from '@vocalborn/task-contract';
import { useWords } from '../language/language.js';

/** Dark enough for white letters. */
const colours: Readonly<Record<TaskState, string>> = {
  PENDING: 'gray.7',
  PROCESSING: 'indigo.7',
  RETRY: 'orange.9',
  SUCCESS: 'green.9',
  FAILURE: 'red.9',
  REVOKED: 'dark.4',
};

export function StateBadge({ state }: { readonly state: TaskState }) {
  const words = useWords();
  return (
    <Badge color={colours[state]} radius="sm" tt="none" data-state={state} style={{ flexShrink: 0 }}>
      {words.state[state]}
    </Badge>
  );
}
