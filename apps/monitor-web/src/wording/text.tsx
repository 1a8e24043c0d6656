import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useLanguage } from '../language/language.js';
import { momentOf, shortMoment } from './moment.js';

/** Text from users or programs inside texts of the page. Breaks anywhere and isolates its writing direction. */
export function Quoted({ children }: { readonly children: ReactNode }) {
  return <bdi className="quoted">{children}</bdi>;
}

/** Short form of an instant, with the full form as tooltip. */
export function Time({ at }: { readonly at: string | null }) {
  const { language, words } = useLanguage();
  if (at === null)
    return (
      <Text span inherit>
        {words.time.never}
      </Text>
    );
  return (
    <time dateTime={at} title={momentOf(at, language)} className="one-line">
      {shortMoment(at, language)}
    </time>
  );
}

/** The first eight characters of an id. */
export const shortId = (id: string): string => id.slice(0, 8);
