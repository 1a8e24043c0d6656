import { Button, Group, Paper, Text } from '@mantine/core';
import IconPlayerStop from '@tabler/icons-react/icons/IconPlayerStop';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import type { TaskAction } from '../api/actions.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';
import { affected, type ChosenTask } from './bulk-outcome.js';
import type { Selection } from './use-selection.js';
import { useTaskActions } from './use-task-actions.js';

/** What can be done to the chosen tasks. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { tasks } = useWords();
  const deed = useTaskActions(selection.clear);
  const chosen = selection.tasks;
  if (chosen.length === 0) return null;
  return (
    <Paper
      withBorder
      p="xs"
      mb="sm"
      pos="sticky"
      top={64}
      style={{ zIndex: 10 }}
      role="region"
      aria-label={tasks.selected(chosen.length)}
    >
      <Group gap="sm">
        <Text size="sm" fw={600} aria-live="polite">
          {tasks.selected(chosen.length)}
        </Text>
        <Deed action="retry" {...{ chosen, deed }} />
        <Deed action="revoke" {...{ chosen, deed }} />
        <Button size="xs" variant="default" onClick={selection.clear}>
          {tasks.clear}
        </Button>
      </Group>
    </Paper>
  );
}

const looks = {
  retry: { name: 'retrySelected', color: signals.busy, Icon: IconRefresh },
  revoke: { name: 'revokeSelected', color: signals.critical, Icon: IconPlayerStop },
} as const;

interface DeedProps {
  readonly action: TaskAction;
  readonly chosen: readonly ChosenTask[];
  readonly deed: (action: TaskAction, chosen: readonly ChosenTask[]) => void;
}

/** Tells beforehand of how many of the chosen the state allows it. */
function Deed({ action, chosen, deed }: DeedProps) {
  const { tasks } = useWords();
  const { name, color, Icon } = looks[action];
  const count = affected(action, chosen).length;
  return (
    <Button
      {...{ size: 'xs', color, disabled: count === 0 }}
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => deed(action, chosen)}
    >
      {`${tasks[name]} (${count})`}
    </Button>
  );
}
