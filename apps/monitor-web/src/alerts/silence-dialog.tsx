import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { silence } from '../api/alerts.js';
import type { ApiError } from '../api/request.js';
import { useWords } from '../language/language.js';
import { lengthOf } from '../wording/moment.js';

const choices = [15, 60, 240, 1_440, 10_080];

interface SilenceDialogProps {
  readonly name: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks for how long and why nobody is to be told of an alert. */
export function SilenceDialog({ name, opened, onClose }: SilenceDialogProps) {
  const words = useWords();
  const { alerts } = words;
  const queries = useQueryClient();
  const [minutes, setMinutes] = useState('60');
  const [reason, setReason] = useState('');
  const { mutate, error, isPending } = useMutation<unknown, ApiError>({
    mutationFn: () => silence(name, Number(minutes), reason.trim()),
    onSuccess: async () => {
      onClose();
      notifications.show({ color: 'green', title: words.confirm.done, message: alerts.silenceOf(name) });
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={alerts.silenceOf(name)}
      closeButtonProps={{ 'aria-label': words.confirm.cancel }}
    >
      <form action={() => mutate()}>
        <Stack gap="sm">
          <Text size="sm">{alerts.silenceExplain}</Text>
          <Select
            label={alerts.minutes}
            data={choices.map((value) => ({ value: String(value), label: lengthOf(value * 60, words.time) }))}
            value={minutes}
            onChange={(value) => setMinutes(value ?? '60')}
          />
          <TextInput
            label={alerts.reason}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            required
            maxLength={500}
          />
          {error && (
            <Text size="sm" role="alert">
              {words.confirm.refused}: {error.detail}
            </Text>
          )}
          <Button type="submit" loading={isPending}>
            {alerts.silence}
          </Button>
        </Stack>
      </form>
    </Modal>
  );
}
