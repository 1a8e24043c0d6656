import { notifications } from '@mantine/notifications';
import type { ReactNode } from 'react';
import { useWords } from '../language/language.js';

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
