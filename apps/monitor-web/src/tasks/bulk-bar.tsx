import { Button, Group, Paper, Text } from '@mantine/core';
import IconPlayerStop from '@tabler/icons-react/icons/IconPlayerStop';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { useWords } from '../language/language.js';
import { signals } from '../shell/signals.js';
import type { Selection } from './use-selection.js';
import { useTaskDeeds } from './use-task-deeds.js';

/** What can be done to the chosen tasks. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { tasks } = useWords();
  const deed = useTaskDeeds(selection.clear);
  const ids = [...selection.ids];
  if (ids.length === 0) return null;
  return (
    <Paper
      withBorder
      p="xs"
      mb="sm"
      pos="sticky"
      top={64}
      style={{ zIndex: 10 }}
      role="region"
      aria-label={tasks.selected(ids.length)}
    >
      <Group gap="sm">
        <Text size="sm" fw={600} aria-live="polite">
          {tasks.selected(ids.length)}
        </Text>
        <Button size="xs" leftSection={<IconRefresh size={14} aria-hidden />} onClick={() => deed('retry', ids)}>
          {tasks.retrySelected}
        </Button>
        <Button
          size="xs"
          color={signals.critical}
          leftSection={<IconPlayerStop size={14} aria-hidden />}
          onClick={() => deed('revoke', ids)}
        >
          {tasks.revokeSelected}
        </Button>
        <Button size="xs" variant="default" onClick={selection.clear}>
          {tasks.clear}
        </Button>
      </Group>
    </Paper>
  );
}
