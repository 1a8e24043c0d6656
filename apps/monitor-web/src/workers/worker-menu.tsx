import { ActionIcon, Menu } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import IconClock from '@tabler/icons-react/icons/IconClock';
import IconDots from '@tabler/icons-react/icons/IconDots';
import IconMinus from '@tabler/icons-react/icons/IconMinus';
import IconPlus from '@tabler/icons-react/icons/IconPlus';
import IconPower from '@tabler/icons-react/icons/IconPower';
import IconRefresh from '@tabler/icons-react/icons/IconRefresh';
import { commandWorker, type WorkerAction } from '../api/actions.js';
import { useWords } from '../language/language.js';
import { useConfirm } from '../page/use-confirm.js';
import { TimeLimits } from './time-limits.js';

const actions = [
  { action: 'pool/grow', name: 'grow', Icon: IconPlus, harmful: false },
  { action: 'pool/shrink', name: 'shrink', Icon: IconMinus, harmful: false },
  { action: 'pool/restart', name: 'restart', Icon: IconRefresh, harmful: false },
  { action: 'shutdown', name: 'shutdown', Icon: IconPower, harmful: true },
] as const;

/** Menu with the commands for a worker. */
export function WorkerMenu({ name }: { readonly name: string }) {
  const { workers } = useWords();
  const confirm = useConfirm();
  const [limitsOpened, limits] = useDisclosure();
  const ask = (action: WorkerAction, label: string, harmful: boolean): void =>
    confirm({
      ...{ label, harmful },
      question: workers.ask[action](name),
      explanation: workers.explain[action],
      act: () => commandWorker(action, name),
    });
  return (
    <>
      <Menu position="bottom-end">
        <Menu.Target>
          <ActionIcon variant="default" size="lg" aria-label={workers.actionsOf(name)}>
            <IconDots size={18} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {actions.map(({ action, name: label, Icon, harmful }) => (
            <Menu.Item
              key={action}
              leftSection={<Icon size={16} aria-hidden />}
              onClick={() => ask(action, workers[label], harmful)}
            >
              {workers[label]}
            </Menu.Item>
          ))}
          <Menu.Item leftSection={<IconClock size={16} aria-hidden />} onClick={limits.open}>
            {workers.timeLimits}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <TimeLimits name={name} opened={limitsOpened} onClose={limits.close} />
    </>
  );
}
