import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { useSpeech } from '../language/language.js';
import { momentOf, shortMoment } from './moment.js';

/**
 * What people or programs wrote, in the midst of our own words: it breaks anywhere, so that it never widens the page,
 * and its direction of writing does not turn what stands around it.
 */
export function Quoted({ children }: { readonly children: ReactNode }) {
  return <bdi className="quoted">{children}</bdi>;
}

/** A moment in short; whole when it is pointed at. */
export function Time({ at }: { readonly at: string | null }) {
  const { language, words } = useSpeech();
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

/** Enough of an id to tell it from the others on a page. */
export const shortId = (id: string): string => id.slice(0, 8);
