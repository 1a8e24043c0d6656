import { Button, Group, Paper, Text } from '@mantine/core';
import IconPlayerStop from '@tabler/icons-react/icons/IconPlayerStop';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import type { TaskAction } from '../api/actions.js';
import { useWords } from '../language/language.js';
import { signals } from '../page/theme.js';
import { affected, type ChosenTask } from './bulk-outcome.js';
import type { Selection } from './use-selection.js';
import { useTaskActions } from './use-task-actions.js';

/** Bar with the actions for the selected tasks. */
export function BulkBar({ selection }: { readonly selection: Selection }) {
  const { tasks } = useWords();
  const actOn = useTaskActions(selection.clear);
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
        <ActionButton action="retry" {...{ chosen, actOn }} />
        <ActionButton action="revoke" {...{ chosen, actOn }} />
        <Button size="xs" variant="default" onClick={selection.clear}>
          {tasks.clear}
        </Button>
      </Group>
    </Paper>
  );
}

const looks = {
  retry: { name: 'rerunSelected', color: signals.busy, Icon: IconRefresh },
  revoke: { name: 'cancelSelected', color: signals.critical, Icon: IconPlayerStop },
} as const;

interface ActionButtonProps {
  readonly action: TaskAction;
  readonly chosen: readonly ChosenTask[];
  readonly actOn: (action: TaskAction, chosen: readonly ChosenTask[]) => void;
}

/** Button of one action, with the number of selected tasks whose state allows it. */
function ActionButton({ action, chosen, actOn }: ActionButtonProps) {
  const { tasks } = useWords();
  const { name, color, Icon } = looks[action];
  const count = affected(action, chosen).length;
  return (
    <Button
      {...{ size: 'xs', color, disabled: count === 0 }}
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => actOn(action, chosen)}
    >
      {`${tasks[name]} (${count})`}
    </Button>
  );
}
