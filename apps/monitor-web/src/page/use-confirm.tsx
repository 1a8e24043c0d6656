import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiError } from '@vocalborn/client';
import { useWords } from '../language/language.js';
import { Quoted } from '../wording/text.js';
import { signals } from './theme.js';

interface Deed {
  readonly question: string;
  readonly explanation: string;
  /** What stands on the button. */
  readonly label: string;
  readonly harmful?: boolean;
  /** Does it. @returns what to tell afterwards */
  readonly act: () => Promise<Outcome>;
}

export interface Outcome {
  readonly message: ReactNode;
  /** Whether some of it could not be done. */
  readonly isPartial?: boolean;
}

/** Asks, does, tells how it went, and has every table read anew. */
export function useConfirm(): (deed: Deed) => void {
  const words = useWords();
  const queries = useQueryClient();
  const notice = useNotice();
  const carryOut = async ({ act }: Deed): Promise<void> => {
    try {
      const { message, isPartial = false } = await act();
      notice(isPartial ? 'partly' : 'done', message);
    } catch (error) {
      const text = error instanceof ApiError ? error.detail || words.failure.unreachable : String(error);
      notice('refused', <Quoted>{text}</Quoted>);
    }
    await queries.invalidateQueries();
  };
  return (deed) => {
    modals.openConfirmModal({
      title: <Quoted>{deed.question}</Quoted>,
      children: <Text size="sm">{deed.explanation}</Text>,
      labels: { confirm: deed.label, cancel: words.confirm.cancel },
      confirmProps: { color: deed.harmful ? signals.critical : signals.busy },
      closeButtonProps: { 'aria-label': words.confirm.cancel },
      onConfirm: () => void carryOut(deed),
    });
  };
}

const colours = { done: 'green', partly: 'yellow', refused: 'red' } as const;

/** Tells how something went. What did not go as asked stays until it is closed. */
export function useNotice(): (how: keyof typeof colours, message: ReactNode) => void {
  const { confirm } = useWords();
  return (how, message) =>
    notifications.show({
      ...{ color: colours[how], title: confirm[how], message },
      ...(how === 'done' ? {} : { autoClose: false }),
      closeButtonProps: { 'aria-label': confirm.close },
    });
}
