import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@vocalborn/client';
import { useWords } from '../language/language.js';
import { Quoted } from '../wording/text.js';
import { signals } from './theme.js';

interface Confirmation {
  readonly question: string;
  readonly explanation: string;
  /** Label of the confirm button. */
  readonly label: string;
  readonly harmful?: boolean;
  /** Carries out the action. @returns the notification */
  readonly act: () => Promise<Outcome>;
}

export interface Outcome {
  readonly message: ReactNode;
  /** Whether the action failed for some targets. */
  readonly isPartial?: boolean;
}

/** Asks for confirmation, carries out the action, notifies of the outcome and reloads all tables. */
export function useConfirm(): (confirmation: Confirmation) => void {
  const words = useWords();
  const queries = useQueryClient();
  const notice = useNotice();
  const carryOut = async ({ act }: Confirmation): Promise<void> => {
    try {
      const { message, isPartial = false } = await act();
      notice(isPartial ? 'partly' : 'done', message);
    } catch (error) {
      const text = error instanceof ApiError ? error.detail || words.failure.unreachable : String(error);
      notice('refused', <Quoted>{text}</Quoted>);
    }
    await queries.invalidateQueries();
  };
  return (confirmation) => {
    modals.openConfirmModal({
      title: <Quoted>{confirmation.question}</Quoted>,
      children: <Text size="sm">{confirmation.explanation}</Text>,
      labels: { confirm: confirmation.label, cancel: words.confirm.cancel },
      confirmProps: { color: confirmation.harmful ? signals.critical : signals.busy },
      closeButtonProps: { 'aria-label': words.confirm.cancel },
      onConfirm: () => void carryOut(confirmation),
    });
  };
}

const colours = { done: 'green', partly: 'yellow', refused: 'red' } as const;

/** Shows a notification. Notifications of failures stay until the user closes them. */
export function useNotice(): (how: keyof typeof colours, message: ReactNode) => void {
  const { confirm } = useWords();
  return (how, message) =>
    notifications.show({
      ...{ color: colours[how], title: confirm[how], message },
      ...(how === 'done' ? {} : { autoClose: false }),
      closeButtonProps: { 'aria-label': confirm.close },
    });
}
