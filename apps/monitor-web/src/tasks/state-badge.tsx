import { Badge } from '@mantine/core';
import type { TaskState } from '@vocalborn/task';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';

const colours: Readonly<Record<TaskState, string>> = {
  PENDING: signals.neutral,
  PROCESSING: signals.busy,
  RETRY: signals.warning,
  SUCCESS: signals.good,
  FAILURE: signals.critical,
  REVOKED: 'dark.4',
};

export function StateBadge({ state }: { readonly state: TaskState }) {
  const words = useWords();
  return (
    <Badge color={colours[state]} data-state={state}>
      {words.state[state]}
    </Badge>
  );
}
