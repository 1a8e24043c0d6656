import { Button, Group } from '@mantine/core';
import IconPlayerStop from '@tabler/icons-react/icons/IconPlayerStop';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { transitions } from '@vocalborn/task';
import { type TaskRow, useMayAct } from '../api/queries.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';
import { useTaskActions } from '../tasks/use-task-actions.js';

/** Buttons for the actions that the state of the task allows. */
export function TaskButtons({ task: shown }: { readonly task: TaskRow }) {
  const { task } = useWords();
  const actOn = useTaskActions();
  if (!useMayAct()) return null;
  const next = transitions[shown.state];
  return (
    <Group gap="xs">
      {next.includes('PENDING') && (
        <Button size="sm" leftSection={<IconRefresh size={16} aria-hidden />} onClick={() => actOn('retry', [shown])}>
          {task.rerun}
        </Button>
      )}
      {next.includes('REVOKED') && (
        <Button
          size="sm"
          color={signals.critical}
          leftSection={<IconPlayerStop size={16} aria-hidden />}
          onClick={() => actOn('revoke', [shown])}
        >
          {task.cancel}
        </Button>
      )}
    </Group>
  );
}
