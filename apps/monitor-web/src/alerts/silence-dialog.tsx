import { Button, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { addSilence } from '../api/actions.js';
import type { ApiError } from '@vocalborn/client';
import { useWords } from '../language/language.js';
import { useNotice } from '../page/use-confirm.js';
import { lengthOf } from '../wording/moment.js';
import { Quoted } from '../wording/text.js';

/** Durations to choose from, in minutes. */
const choices = [15, 60, 240, 1_440, 10_080];

interface SilenceFormProps {
  readonly name: string;
  readonly onClose: () => void;
}

/** Asks for the duration and the reason of a silence. */
export function SilenceDialog({ opened, ...form }: SilenceFormProps & { readonly opened: boolean }) {
  const { alerts, confirm } = useWords();
  const closeButtonProps = { 'aria-label': confirm.cancel };
  return (
    <Modal
      opened={opened}
      onClose={form.onClose}
      title={<Quoted>{alerts.silenceOf(form.name)}</Quoted>}
      closeButtonProps={closeButtonProps}
    >
      <SilenceForm {...form} />
    </Modal>
  );
}

function useSilence({ name, onClose }: SilenceFormProps) {
  const { alerts } = useWords();
  const notice = useNotice();
  const queries = useQueryClient();
  return useMutation<unknown, ApiError, { readonly minutes: number; readonly reason: string }>({
    mutationFn: ({ minutes, reason }) => addSilence(name, minutes, reason),
    onSuccess: async () => {
      onClose();
      notice('done', <Quoted>{alerts.silenceOf(name)}</Quoted>);
      await queries.invalidateQueries({ queryKey: ['alerts'] });
    },
  });
}

function SilenceForm(props: SilenceFormProps) {
  const words = useWords();
  const { alerts } = words;
  const [minutes, setMinutes] = useState('60');
  const [reason, setReason] = useState('');
  const { mutate, error, isPending } = useSilence(props);
  const lengths = choices.map((value) => ({ value: String(value), label: lengthOf(value * 60, words.time) }));
  return (
    <form action={() => mutate({ minutes: Number(minutes), reason: reason.trim() })}>
      <Stack gap="sm">
        <Text size="sm">{alerts.silenceExplain}</Text>
        <Select label={alerts.minutes} data={lengths} value={minutes} onChange={(value) => setMinutes(value ?? '60')} />
        <TextInput
          {...{ label: alerts.reason, value: reason, required: true, maxLength: 500 }}
          onChange={(event) => setReason(event.currentTarget.value)}
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
  );
}
