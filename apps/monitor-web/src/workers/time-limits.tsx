import { Button, Modal, NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { setTimeLimits } from '../api/actions.js';
import { useWords } from '../language/language.js';
import { useConfirm } from '../page/use-confirm.js';

interface TimeLimitsProps {
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Form for the time limits of the attempts of one worker. */
export function TimeLimits({ name, opened, onClose }: TimeLimitsProps) {
  const words = useWords();
  const { workers } = words;
  const confirm = useConfirm();
  const [soft, setSoft] = useState<number | string>('');
  const [hard, setHard] = useState<number | string>(600);
  const limits = { min: 1, max: 86_400, allowDecimal: false } as const;
  const submit = (): void => {
    onClose();
    confirm({
      question: workers.limitsOf(name),
      explanation: `${workers.soft}: ${soft === '' ? '–' : soft}; ${workers.hard}: ${hard}. ${workers.limitsExplain}`,
      label: workers.apply,
      act: () => setTimeLimits(name, soft === '' ? null : Number(soft), Number(hard)),
    });
  };
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={workers.limitsOf(name)}
      closeButtonProps={{ 'aria-label': words.confirm.cancel }}
    >
      <form action={submit}>
        <Stack gap="sm">
          <Text size="sm">{workers.limitsExplain}</Text>
          <NumberInput
            label={workers.soft}
            description={workers.softHint}
            value={soft}
            onChange={setSoft}
            {...limits}
          />
          <NumberInput label={workers.hard} value={hard} onChange={setHard} required {...limits} />
          <Button type="submit">{workers.apply}</Button>
        </Stack>
      </form>
    </Modal>
  );
}
