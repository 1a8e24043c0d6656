import { Text } from '@mantine/core';
import { modals } from '@mantine/modals';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../api/request.js';
import { useWords } from '../language/language.js';
import { signals } from './signals.js';

interface Deed {
  readonly question: string;
  readonly explanation: string;
  /** What stands on the button. */
  readonly label: string;
  readonly harmful?: boolean;
  /** Does it. @returns what to tell afterwards */
  readonly act: () => Promise<string>;
}

/** Asks, does, tells how it went, and has every table read anew. */
export function useConfirm(): (deed: Deed) => void {
  const words = useWords();
  const queries = useQueryClient();
  const carryOut = async ({ act }: Deed): Promise<void> => {
    try {
      notifications.show({ color: 'green', title: words.confirm.done, message: await act() });
    } catch (error) {
      const message = error instanceof ApiError ? error.detail || words.failure.unreachable : String(error);
      notifications.show({ color: 'red', title: words.confirm.refused, message, autoClose: false });
    }
    await queries.invalidateQueries();
  };
  return (deed) => {
    modals.openConfirmModal({
      title: deed.question,
      children: <Text size="sm">{deed.explanation}</Text>,
      labels: { confirm: deed.label, cancel: words.confirm.cancel },
      confirmProps: { color: deed.harmful ? signals.critical : signals.busy },
      closeButtonProps: { 'aria-label': words.confirm.cancel },
      onConfirm: () => void carryOut(deed),
    });
  };
}
